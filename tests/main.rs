//! What the program does, told as tests: one program for all of them, so that what they share is built and linked once.
//!
//! `cargo test --test all workbook::` runs those of one room. The first group is what they are made with: the
//! samples of huyện Na Rì and other files without a fault, damaged ones, folders with the program at hand.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs
)]

mod blank;
mod bombs;
mod clean;
mod damage;
mod na_ri;
mod opened;
mod rolled;
mod sheets;
mod workdir;

mod annotate;
mod any_grid;
mod any_order;
mod bad_input;
mod checks;
mod composition;
mod containment;
mod contract;
mod decisions;
mod dirt;
mod doubted;
mod drawn_forms;
mod dressed;
mod exchanged;
mod faults;
mod form_round_trip;
mod formats;
mod forms;
mod fuzzing;
mod golden_layouts;
mod hidden;
mod identity;
mod interruption;
mod layouts;
mod legacy_workbooks;
mod looks;
mod main_job;
mod marked;
mod mutants;
mod national;
mod normalise;
mod number_strings;
mod odd_headings;
mod of_nothing;
mod old_communes;
mod one_level_up;
mod own_forms;
mod own_measures;
mod own_register;
mod progress;
mod random_trees;
mod reading;
mod readme;
mod report;
mod resubmission;
mod rollup;
mod rollup_marks;
mod rollup_periods;
mod rollup_provinces;
mod samples;
mod several_tables;
mod severities;
mod tall_lists;
mod template;
mod workbook;
mod writing;
