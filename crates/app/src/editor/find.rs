//! Finding and replacing, without regard to case where nobody wrote a capital. Places are counted in units of UTF-16.

/// Where this stands next, from here on and then from the top.
pub(crate) fn find(text: &str, wanted: &str, from: usize) -> Option<(usize, usize)> {
    let all = places(text, wanted);
    all.iter().find(|(at, _)| *at >= from).or(all.first()).copied()
}

/// The text with this in every such place, and how many there were.
pub(crate) fn replace_all(text: &str, wanted: &str, by: &str) -> (String, usize) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let all = places(text, wanted);
    let mut replaced: Vec<u16> = Vec::new();
    let mut after = 0;
    for (from, to) in &all {
        replaced.extend(&units[after..*from]);
        replaced.extend(by.encode_utf16());
        after = *to;
    }
    replaced.extend(&units[after..]);
    (String::from_utf16_lossy(&replaced), all.len())
}

/// All places, from the top; none overlaps another.
fn places(text: &str, wanted: &str) -> Vec<(usize, usize)> {
    let exact = wanted.chars().any(char::is_uppercase);
    let units = |text: &str| -> Vec<u16> {
        let fold = |c: char| if exact { c } else { c.to_ascii_lowercase() };
        text.chars().map(fold).collect::<String>().encode_utf16().collect()
    };
    let (text, wanted) = (units(text), units(wanted));
    let mut found = Vec::new();
    let mut at = 0;
    while !wanted.is_empty() && at + wanted.len() <= text.len() {
        if text[at..].starts_with(&wanted) {
            found.push((at, at + wanted.len()));
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_from_here_on_and_then_from_the_top() {
        assert_eq!(find("lock Lock lock", "lock", 1), Some((5, 9)));
        assert_eq!(find("lock Lock lock", "Lock", 6), Some((5, 9)));
        assert_eq!(find("lock", "key", 0), None);
        assert_eq!(find("lock", "", 0), None);
        assert_eq!(find("🧵 lock", "lock", 0), Some((3, 7)));
    }

    #[test]
    fn all_are_replaced_once() {
        assert_eq!(replace_all("a aa A", "a", "aa"), ("aa aaaa aa".into(), 4));
        assert_eq!(replace_all("x", "a", "b"), ("x".into(), 0));
    }
}
