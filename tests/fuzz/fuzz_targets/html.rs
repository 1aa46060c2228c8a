#![no_main]

libfuzzer_sys::fuzz_target!(init: phubieu::fuzzing::prepare(), |bytes: &[u8]| phubieu::fuzzing::html(bytes));
