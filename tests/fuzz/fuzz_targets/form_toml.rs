#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| phubieu::fuzzing::form_toml(text));
