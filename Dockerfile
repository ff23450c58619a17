# Parallax in a container: made on Debian 12, so that what is packed runs with glibc 2.36 or newer. In the second stage
# there is nothing but what scripts/bundle packs, and what any Debian has.
#
#   docker build -t parallax .
#   docker run --rm parallax bench --budget=3m
#   docker run --rm -v "$PWD:/work" parallax bench cube --benchmark_out=cube.json
#   docker build --target archive -o results .      # the archive alone
FROM debian:bookworm AS build
WORKDIR /parallax
COPY . .
RUN scripts/setup package && scripts/bundle

FROM scratch AS archive
COPY --from=build /parallax/results/*.tar.gz /

FROM debian:bookworm-slim
COPY --from=build /parallax/results/*.tar.gz /tmp/
RUN mkdir /opt/parallax && tar -xzf /tmp/parallax-*.tar.gz -C /opt/parallax --strip-components=1 && \
    ln -s /opt/parallax/bin/parallax /usr/local/bin/parallax && rm /tmp/parallax-*.tar.gz
WORKDIR /work
ENTRYPOINT ["parallax"]
CMD ["--help"]
