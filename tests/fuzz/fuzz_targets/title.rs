#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| phubieu::fuzzing::title(text));
