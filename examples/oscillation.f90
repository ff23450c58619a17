! SPDX-License-Identifier: MIT
!
! A Fortran function of real numbers.
!
!     gfortran -O2 -shared -fPIC -o liboscillation.so examples/oscillation.f90
!     ./bench --function=./liboscillation.so:oscillation:double
pure function oscillation(time) bind(c) result(height)
  use, intrinsic :: iso_c_binding, only: c_double
  implicit none
  real(c_double), value :: time
  real(c_double) :: height

  height = exp(-0.001_c_double * time) * cos(0.1_c_double * time)
end function oscillation
