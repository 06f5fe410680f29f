//! Leaves text as it is: an identifier that would need to be normalised is refused by `crates/python`.

/// What the parser asks of characters.
pub trait UnicodeNormalization<I: Iterator<Item = char>> {
    /// The characters as they are.
    fn nfkc(self) -> I;
}

impl<I: Iterator<Item = char>> UnicodeNormalization<I> for I {
    fn nfkc(self) -> I {
        self
    }
}

impl<'a> UnicodeNormalization<std::str::Chars<'a>> for &'a str {
    fn nfkc(self) -> std::str::Chars<'a> {
        self.chars()
    }
}

/// Whether the text is normal already: nobody here asks for more than ASCII.
#[must_use]
pub fn is_nfkc(text: &str) -> bool {
    text.is_ascii()
}
