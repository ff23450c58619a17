// SPDX-License-Identifier: MIT
//
// A Rust function and a Rust kernel with data of its own: texts, which each process makes for itself.
//
//     rustc -O --crate-type cdylib -o libdigits.so examples/digits.rs
//     ./bench --function=./libdigits.so:digit_sum
//     ./bench --load=./libdigits.so
use std::ffi::{c_char, c_int, c_void};
use std::ptr::null;

#[no_mangle]
pub extern "C" fn digit_sum(mut number: u64) -> u64 {
    let mut sum = 0;
    while number > 0 {
        sum += number % 10;
        number /= 10;
    }
    sum
}

// The structures of parallax.h.
#[repr(C)]
pub struct Case {
    size: u64,
    grain: u64,
    values: [u64; 4],
}

#[repr(C)]
pub struct Kernel {
    name: *const c_char,
    summary: *const c_char,
    parameters: [*const c_char; 4],
    cases: *const Case,
    case_count: usize,
    result_bytes: usize,
    make: Option<extern "C" fn(&Case) -> *mut c_void>,
    item: extern "C" fn(*const c_void, u64, *mut c_void) -> c_int,
    mistake: Option<extern "C" fn(*const c_void, *const c_void) -> *const c_char>,
    free: Option<extern "C" fn(*mut c_void)>,
}

#[repr(C)]
pub struct Kernels {
    version: u32,
    kernel_size: u32,
    count: usize,
    kernels: *const Kernel,
}
unsafe impl Sync for Kernel {}
unsafe impl Sync for Kernels {}

extern "C" fn make(chosen: &Case) -> *mut c_void {
    let texts: Vec<String> = (0..chosen.size).map(|number| number.to_string()).collect();
    Box::into_raw(Box::new(texts)) as *mut c_void
}

extern "C" fn item(data: *const c_void, index: u64, result: *mut c_void) -> c_int {
    let texts = unsafe { &*(data as *const Vec<String>) };
    let sum: u64 = texts[index as usize].bytes().map(|digit| u64::from(digit - b'0')).sum();
    unsafe { *(result as *mut u64) = sum };
    0
}

// A number and the sum of its digits leave the same rest when divided by nine.
extern "C" fn mistake(data: *const c_void, results: *const c_void) -> *const c_char {
    let count = unsafe { &*(data as *const Vec<String>) }.len();
    let sums = unsafe { std::slice::from_raw_parts(results as *const u64, count) };
    let wrong = (0..).zip(sums).any(|(number, sum): (u64, &u64)| number % 9 != sum % 9);
    if wrong { "a sum of digits is not congruent to its number\0".as_ptr() as *const c_char } else { null() }
}

extern "C" fn free(data: *mut c_void) {
    drop(unsafe { Box::from_raw(data as *mut Vec<String>) });
}

static CASES: [Case; 1] = [Case { size: 10_000, grain: 100, values: [0; 4] }];

static KERNEL: Kernel = Kernel {
    name: "digits\0".as_ptr() as *const c_char,
    summary: "the sum of a number's digits, from its text\0".as_ptr() as *const c_char,
    parameters: [null(); 4],
    cases: &CASES as *const Case,
    case_count: CASES.len(),
    result_bytes: 8,
    make: Some(make),
    item,
    mistake: Some(mistake),
    free: Some(free),
};

static KERNELS: Kernels =
    Kernels { version: 1, kernel_size: std::mem::size_of::<Kernel>() as u32, count: 1, kernels: &KERNEL };

#[no_mangle]
pub extern "C" fn parallax_kernels_v1() -> *const Kernels {
    &KERNELS
}
