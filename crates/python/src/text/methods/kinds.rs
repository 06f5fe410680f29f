//! The questions: `isalpha` and its like. An empty text is nothing of all this, but printable and ASCII.

use crate::text::unicode;

fn all(text: &str, of: fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(of)
}

/// `text.isalnum()`
pub fn is_alnum(text: &str) -> bool {
    all(text, unicode::is_alnum)
}

/// `text.isalpha()`
pub fn is_alpha(text: &str) -> bool {
    all(text, unicode::is_alpha)
}

/// `text.isascii()`
pub fn is_ascii(text: &str) -> bool {
    text.is_ascii()
}

/// `text.isdecimal()`
pub fn is_decimal(text: &str) -> bool {
    all(text, unicode::is_decimal)
}

/// `text.isdigit()`
pub fn is_digit(text: &str) -> bool {
    all(text, unicode::is_digit)
}

/// `text.isnumeric()`
pub fn is_numeric(text: &str) -> bool {
    all(text, unicode::is_numeric)
}

/// `text.isspace()`
pub fn is_space(text: &str) -> bool {
    all(text, unicode::is_space)
}

/// `text.isprintable()`
pub fn is_printable(text: &str) -> bool {
    text.chars().all(unicode::is_printable)
}

/// `text.isidentifier()`; beyond ASCII, letters and numbers are taken for parts of names.
pub fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|c| c == '_' || unicode::is_alpha(c))
        && characters.all(|c| c == '_' || unicode::is_alpha(c) || unicode::is_decimal(c))
}

/// `text.islower()`
pub fn is_lower(text: &str) -> bool {
    text.chars().any(unicode::is_lower) && !text.chars().any(|c| unicode::is_upper(c) || unicode::is_title(c))
}

/// `text.isupper()`
pub fn is_upper(text: &str) -> bool {
    text.chars().any(unicode::is_upper) && !text.chars().any(|c| unicode::is_lower(c) || unicode::is_title(c))
}

/// `text.istitle()`
pub fn is_title(text: &str) -> bool {
    let (mut found, mut inside) = (false, false);
    for c in text.chars() {
        if unicode::is_upper(c) || unicode::is_title(c) {
            if inside {
                return false;
            }
            (found, inside) = (true, true);
        } else if unicode::is_lower(c) {
            if !inside {
                return false;
            }
            found = true;
        } else {
            inside = false;
        }
    }
    found
}
