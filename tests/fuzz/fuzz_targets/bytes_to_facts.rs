#![no_main]

use std::sync::LazyLock;

use phubieu::form::Form;
use phubieu::fuzzing;

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(fuzzing::forms);

libfuzzer_sys::fuzz_target!(init: fuzzing::prepare(), |bytes: &[u8]| {
    fuzzing::bytes_to_facts(bytes, &FORMS);
});
