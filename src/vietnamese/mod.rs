//! Vietnamese text as pure functions: no cells, no forms.
//!
//! - [`legacy`]: TCVN3 and VNI, recognised and turned into Unicode;
//! - [`syllable`]: whether a word is a Vietnamese syllable;
//! - [`text`]: Unicode NFC, and folding two spellings of one word to one key;
//! - [`phrase`]: whether words stand in a text as whole words;
//! - [`abbreviation`]: the short forms that offices use in labels;
//! - [`number`]: every reading that a string admits, and writing a number;
//! - [`measure`]: units of measurement (ĐVT) and exact conversion between them;
//! - `memo`: what was worked out for a text before;
//! - [`symbol`]: the signs and words that stand for «nothing» in a table.

pub mod abbreviation;
pub mod legacy;
pub mod measure;
pub(crate) mod memo;
pub mod number;
pub mod phrase;
pub mod syllable;
pub mod symbol;
pub mod text;
