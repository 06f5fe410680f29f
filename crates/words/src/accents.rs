//! A language that nobody speaks, made of English, for tests: with it they see that a page has no word of its own, and
//! room for longer ones. Letters bear accents, and vowels stand twice.

use crate::Lang;
use crate::source::Table;

/// The word for it in addresses.
pub const ID: &str = "qps";

/// The table of it.
#[must_use]
pub fn table(english: &Table) -> Table {
    let accented = |(name, word): (&String, &String)| (name.clone(), accent(word));
    Table {
        lang: Lang { id: ID, group: '’', point: ',' },
        name: accent(&english.name),
        sections: english.sections.iter().map(|heading| accent(heading)).collect(),
        boot: english.boot.iter().map(accented).collect(),
        words: english.words.iter().map(accented).collect(),
    }
}

/// The lesson in it: the keys of its head stay.
#[must_use]
pub fn lesson(english: &str) -> String {
    let (mut said, mut fences) = (String::new(), 0);
    for line in english.lines() {
        fences += usize::from(line == "---");
        match line.split_once(':').filter(|_| fences == 1) {
            Some((key, value)) => said += &format!("{key}:{}", accent(value)),
            None => said += &accent(line),
        }
        said.push('\n');
    }
    said
}

/// A word or a sentence in it. What is filled in stays, and so does the address of a link.
#[must_use]
pub fn accent(english: &str) -> String {
    let mut said = String::new();
    let mut rest = english;
    while let Some(letter) = rest.chars().next() {
        let kept = kept(rest).unwrap_or(0);
        said += &rest[..kept];
        rest = &rest[kept..];
        if kept == 0 {
            said += &accented(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    said
}

/// How many bytes stay as they are here. Of a place with two words, these are said.
fn kept(text: &str) -> Option<usize> {
    if text.starts_with("](") {
        return Some(text.find(')')? + 1);
    }
    let inside = &text.strip_prefix('{')?[..text.find('}')? - 1];
    let words = inside.split_once(':').filter(|(_, form)| form.contains('/'));
    Some(words.map_or(inside.len() + 2, |(name, _)| name.len() + 2))
}

fn accented(letter: char) -> String {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const ACCENTED: &str = "áƀçđéƒğĥíĵķľɱñóþɋŕšţúṽŵẋýžÁɃÇĐÉƑĞĤÍĴĶĽṀÑÓÞɊŔŠŢÚṼŴẊÝŽ";
    let found = PLAIN.chars().zip(ACCENTED.chars()).find(|(plain, _)| *plain == letter);
    let times = if "aeiou".contains(letter) { 2 } else { 1 };
    found.map_or(letter, |(_, accented)| accented).to_string().repeat(times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lesson, placeholders};

    #[test]
    fn words_get_accents_and_places_stay() {
        assert_eq!(accent("{n} {n:task/tasks}, {x:percent}"), "{n} {n:ţáášķ/ţáášķš}, {x:percent}");
        assert_eq!(accent("[GIL](../gil-cpu) {"), "[ĞÍĽ](../gil-cpu) {");
        assert_eq!(placeholders(&accent("{a} and {b:time}")), [("a", ""), ("b", "time")]);
    }

    #[test]
    fn a_lesson_keeps_its_keys() {
        let english = "---\ntitle: A: b\nsummary: S.\nverdict.lost: {lost} lost | So.\n---\n\n## Why\n\na: b\n";
        let said = lesson(english);
        let (english, said) = (Lesson::parse(english), Lesson::parse(&said));
        let (english, said) = (english.expect("a lesson"), said.expect("still one"));
        assert!(english.keys().eq(said.keys()) && english.body.len() == said.body.len());
        assert_eq!(said.verdict("lost"), Some(("{lost} ľóóšţ", "Šóó.")));
        assert_eq!(said.title(), "Á: ƀ");
    }
}
