//! Texts.

use crate::against::Against;
use python::text::{repr, unicode};

/// Every character: what it is, and what `repr`, upper, lower and title make of it.
#[test]
fn every_character() {
    let mut against = Against::new(
        "every_character",
        "
import zlib
def view(of, begin, end): return zlib.adler32('\\n'.join(of(chr(c)) for c in range(begin, end) if not 0xd800 <= c < 0xe000).encode())
kinds = lambda c: ''.join('01'[f(c)] for f in (str.isprintable, str.isalpha, str.isdecimal, str.isdigit, str.isnumeric, str.isalnum, str.isspace, str.isupper, str.islower))
",
    );
    let views: [(&str, fn(char) -> String); 5] = [
        ("kinds", |c| {
            let bits = [
                unicode::is_printable(c),
                unicode::is_alpha(c),
                unicode::is_decimal(c),
                unicode::is_digit(c),
                unicode::is_numeric(c),
                unicode::is_alnum(c),
                unicode::is_space(c),
                unicode::is_upper(c),
                unicode::is_lower(c),
            ];
            bits.iter().map(|&bit| if bit { '1' } else { '0' }).collect()
        }),
        ("repr", |c| repr::text(&c.to_string())),
        ("str.upper", |c| mapped(unicode::push_upper, c)),
        ("str.lower", |c| mapped(unicode::push_lower, c)),
        ("str.title", |c| mapped(unicode::push_title, c)),
    ];
    // Between these there is nothing, and after them private use.
    for block in (0..0x3_3000).chain(0xe_0000..0xe_1000).step_by(4096) {
        let characters: Vec<char> = (block..block + 4096).filter_map(char::from_u32).collect();
        for (name, of) in &views {
            let text: Vec<String> = characters.iter().map(|&c| of(c)).collect();
            against.case(
                format!("view({name}, {block}, {})", block + 4096),
                adler32(text.join("\n").as_bytes()).to_string(),
            );
        }
    }
    against.hold();
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1, 0);
    for &byte in bytes {
        a = (a + u32::from(byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    b << 16 | a
}

fn mapped(push: fn(&mut String, char), c: char) -> String {
    let mut result = String::new();
    push(&mut result, c);
    result
}
