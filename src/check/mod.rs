//! What a round of submissions must hold to, once everything is read.
//!
//! [`period`] says which period each file is about, [`place`] which place the round is about,
//! [`identity`] whose each file is and which files count, [`list`] which items of lists stand twice,
//! [`printed`] which printed totals of lists are not those of their items, [`balance`] which figures do not
//! agree with the form's rules, [`fold`] which findings have one cause. A family is a function: what it may look at comes in, what it has to say goes out through the findings.

pub mod balance;
pub mod fold;
pub mod identity;
pub mod list;
pub mod period;
pub mod place;
pub mod printed;
