//! `translate`: the table is asked by who calls, because it may be any mapping.

/// What a table says of a character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Translated {
    /// It has no entry.
    Same,
    /// `None`
    Gone,
    /// A character, or a text.
    Text(String),
}

/// `text.translate(table)`
pub fn translate<E>(text: &str, mut table: impl FnMut(char) -> Result<Translated, E>) -> Result<String, E> {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match table(c)? {
            Translated::Same => result.push(c),
            Translated::Gone => {}
            Translated::Text(text) => result.push_str(&text),
        }
    }
    Ok(result)
}
