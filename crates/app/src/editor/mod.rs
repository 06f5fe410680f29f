//! What an editor of Python does with a text, as pure functions: indentation that helps, colours that hold over several
//! lines, finding and replacing. How it looks is the page's business.

mod colours;
mod find;
mod indent;

pub(crate) use colours::{Inside, Lines, pieces};
pub(crate) use find::{find, replace_all};
pub(crate) use indent::{Edit, Key, press};
