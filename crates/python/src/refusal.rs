//! What is not run: the place, and why, as data with words in English and Indonesian beside it.
//!
//! Errors of syntax are refused too: in CPython's own words, and in a teacher's where the language is another.

use crate::syntax::SyntaxError;
use crate::tree::Span;

/// Why a program is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Where.
    pub span: Span,
    /// Why.
    pub reason: Reason,
}

/// The reasons there are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// It is no Python: the class of the error (`SyntaxError` or one of its own) and CPython's words.
    Syntax(&'static str, String),
    /// The same, known better.
    Wrong(Box<SyntaxError>),
    /// A part of the language that is not here.
    Feature(Feature),
    /// A module that is not here.
    Module(String),
    /// A name of a module that is not here.
    ModuleName(String, String),
    /// A built-in name that is not here.
    Builtin(String),
    /// More of something than the machine has room for.
    TooMany(Room),
}

/// Parts of the language that are left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feature {
    /// `a = 1j`
    Complex,
    /// `class A(metaclass=M)`
    Metaclass,
    /// Keywords of a class statement.
    ClassKeyword,
    /// `from m import *`
    ImportStar,
    /// `from . import m`
    RelativeImport,
    /// An identifier beyond ASCII that would have to be normalised.
    Identifier,
    /// `async`, `await`
    /// `type X = int`, `def f[T]()`: newer than Python 3.11.
    Newer,
    /// `"\N{…}"`
    NamedCharacter,
    /// A surrogate alone in a text.
    Surrogate,
    /// `__del__`, `__set_name__`, `__get__` …: methods that would never be called.
    SpecialMethod,
    /// Deeper than anybody nests.
    TooDeep,
}

/// What there is only so much room for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Room {
    /// Variables and intermediate values of one function.
    Registers,
    /// Instructions of one function.
    Instructions,
    /// Names, constants or functions of one program.
    Names,
}

/// A language of the reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tongue {
    /// English.
    English,
    /// Indonesian.
    Indonesian,
}

impl Refusal {
    pub(crate) fn new(span: Span, reason: Reason) -> Refusal {
        Refusal { span, reason }
    }

    pub(crate) fn feature(span: Span, feature: Feature) -> Refusal {
        Refusal { span, reason: Reason::Feature(feature) }
    }

    pub(crate) fn syntax(span: Span, words: impl Into<String>) -> Refusal {
        Refusal { span, reason: Reason::Syntax("SyntaxError", words.into()) }
    }

    /// Its line and column, both counted from one, the column in characters.
    #[must_use]
    pub fn place(&self, source: &str) -> (usize, usize) {
        place(source, self.span.start)
    }

    /// The line and column of what stands behind it.
    #[must_use]
    pub fn end(&self, source: &str) -> (usize, usize) {
        place(source, self.span.end.max(self.span.start))
    }

    /// The sentence for a reader.
    #[must_use]
    pub fn sentence(&self, tongue: Tongue) -> String {
        match tongue {
            Tongue::English => english(&self.reason),
            Tongue::Indonesian => indonesian(&self.reason),
        }
    }
}

fn place(source: &str, at: u32) -> (usize, usize) {
    let before = source.get(..(at as usize).min(source.len())).unwrap_or(source);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

fn english(reason: &Reason) -> String {
    match reason {
        Reason::Syntax(class, words) => format!("{class}: {words}"),
        Reason::Wrong(error) => format!("{}: {}", error.kind().name(), error.english()),
        Reason::Module(name) => format!("There is no module `{name}` here."),
        Reason::ModuleName(module, name) => format!("There is no `{name}` in `{module}` here."),
        Reason::Builtin(name) => format!("There is no `{name}` here."),
        Reason::TooMany(Room::Registers) => {
            "This function has too many variables. Make two functions of it.".to_string()
        }
        Reason::TooMany(Room::Instructions) => "This function is too long. Make two functions of it.".to_string(),
        Reason::TooMany(Room::Names) => "This program has too many names or constants.".to_string(),
        Reason::Feature(feature) => match feature {
            Feature::Complex => "Complex numbers are not here.",
            Feature::Metaclass => "Metaclasses are not here.",
            Feature::ClassKeyword => "Keywords of a class statement are not here.",
            Feature::ImportStar => "`import *` is not here. Name what you need.",
            Feature::RelativeImport => "A program is one file here, so there is nothing to import relative to it.",
            Feature::Identifier => "Names may consist of ASCII letters, digits and `_` here.",
            Feature::Newer => "This is newer than Python 3.11, the version that is spoken here.",
            Feature::NamedCharacter => "Characters by name (`\\N{…}`) are not here. Write the character itself.",
            Feature::Surrogate => "Half a surrogate pair is no character here.",
            Feature::SpecialMethod => "This special method would never be called here.",
            Feature::TooDeep => "This is nested too deeply.",
        }
        .to_string(),
    }
}

fn indonesian(reason: &Reason) -> String {
    match reason {
        Reason::Syntax(class, words) => format!("{class}: {words}"),
        Reason::Wrong(error) => format!("{}: {}", error.kind().name(), error.indonesian()),
        Reason::Module(name) => format!("Tidak ada modul `{name}` di sini."),
        Reason::ModuleName(module, name) => format!("Tidak ada `{name}` dalam `{module}` di sini."),
        Reason::Builtin(name) => format!("Tidak ada `{name}` di sini."),
        Reason::TooMany(Room::Registers) => {
            "Fungsi ini punya terlalu banyak variabel. Pecahlah menjadi dua fungsi.".to_string()
        }
        Reason::TooMany(Room::Instructions) => "Fungsi ini terlalu panjang. Pecahlah menjadi dua fungsi.".to_string(),
        Reason::TooMany(Room::Names) => "Program ini punya terlalu banyak nama atau konstanta.".to_string(),
        Reason::Feature(feature) => match feature {
            Feature::Complex => "Bilangan kompleks tidak ada di sini.",
            Feature::Metaclass => "Metaclass tidak ada di sini.",
            Feature::ClassKeyword => "Kata kunci pada pernyataan class tidak ada di sini.",
            Feature::ImportStar => "`import *` tidak ada di sini. Sebutkan nama yang diperlukan.",
            Feature::RelativeImport => "Program di sini hanya satu berkas, jadi tidak ada impor relatif.",
            Feature::Identifier => "Nama di sini terdiri dari huruf ASCII, angka, dan `_`.",
            Feature::Newer => "Ini lebih baru daripada Python 3.11, versi yang dipakai di sini.",
            Feature::NamedCharacter => "Karakter menurut nama (`\\N{…}`) tidak ada di sini. Tulislah karakternya.",
            Feature::Surrogate => "Separuh pasangan surrogate bukan karakter di sini.",
            Feature::SpecialMethod => "Metode khusus ini tidak akan pernah dipanggil di sini.",
            Feature::TooDeep => "Susunan ini terlalu dalam.",
        }
        .to_string(),
    }
}
