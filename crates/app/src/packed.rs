//! A program's text in a link: compressed by the browser, and written with characters that every address may hold.
//!
//! It stands in the fragment, which no browser sends to a host.

use crate::web;
use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableWritablePair, Response};

/// What a link begins its text with: the version of how it is packed.
const VERSION: &str = "p1=";

/// The longest text that a link carries, in bytes.
pub(crate) const MOST: usize = 64 * 1024;

/// So many characters of it are looked at: no text of that length is longer when packed.
const MOST_PACKED: usize = 2 * MOST;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The fragment that carries this text; `None` where it is too long, or this browser compresses nothing.
pub(crate) async fn pack(text: &str) -> Option<String> {
    if text.len() > MOST {
        return None;
    }
    let bytes = through(text.as_bytes(), "CompressionStream").await?;
    Some(format!("{VERSION}{}", to_letters(&bytes)))
}

/// What came of looking for a text in a link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Carried {
    /// It carries none.
    Nothing,
    /// This one.
    Text(String),
    /// It carries one that cannot be read.
    Broken,
}

/// The text that this fragment carries.
pub(crate) async fn unpack(fragment: &str) -> Carried {
    let Some(packed) = fragment.strip_prefix('#').unwrap_or(fragment).strip_prefix(VERSION) else {
        return Carried::Nothing;
    };
    let read = async {
        let bytes = from_letters(packed).filter(|_| packed.len() <= MOST_PACKED)?;
        let text = through(&bytes, "DecompressionStream").await?;
        String::from_utf8(text).ok().filter(|text| text.len() <= MOST)
    };
    read.await.map_or(Carried::Broken, Carried::Text)
}

/// What comes out of a stream of this kind that these bytes go through; `None` where it fails.
async fn through(bytes: &[u8], kind: &str) -> Option<Vec<u8>> {
    // The bindings do not know these two yet.
    let class: Function = Reflect::get(&web::window(), &kind.into()).ok()?.dyn_into().ok()?;
    let stream = Reflect::construct(&class, &Array::of1(&"deflate-raw".into())).ok()?;
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence(&parts).ok()?;
    let piped = blob.stream().pipe_through(stream.unchecked_ref::<ReadableWritablePair>());
    let response = Response::new_with_opt_readable_stream(Some(&piped)).ok()?;
    let buffer: JsValue = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    let bytes = Uint8Array::new(&buffer);
    // A few letters can stand for very much.
    (bytes.length() as usize <= MOST_PACKED).then(|| bytes.to_vec())
}

/// Six bits a letter.
fn to_letters(bytes: &[u8]) -> String {
    let mut letters = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            letters.push(char::from(ALPHABET[(bits >> (18 - 6 * place)) as usize & 63]));
        }
    }
    letters
}

fn from_letters(letters: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(letters.len());
    for four in letters.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for letter in four {
            let value = ALPHABET.iter().position(|known| known == letter)?;
            bits = bits << 6 | u32::try_from(value).ok()?;
        }
        bits <<= 6 * (4 - four.len());
        bytes.extend(&bits.to_be_bytes()[1..four.len()]);
    }
    Some(bytes)
}

/// The fragment of this window.
pub(crate) fn fragment() -> String {
    web::window().location().hash().unwrap_or_default()
}

/// Hands this text to the visitor as a file of this name.
pub(crate) fn save(name: &str, text: &str) {
    let Ok(blob) = Blob::new_with_str_sequence(&Array::of1(&text.into())) else { return };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let link =
        web::document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // Nothing is left to be done about a refusal.
    let _ = web_sys::Url::revoke_object_url(&address);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_for_bytes() {
        for length in 0..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(73)).collect();
            let letters = to_letters(&bytes);
            assert!(letters.bytes().all(|letter| ALPHABET.contains(&letter)));
            assert_eq!(from_letters(&letters), Some(bytes));
        }
        assert_eq!(from_letters("a=b"), None);
    }
}
