//! Follows the grammar over the tokens, as CPython's parser does: once to see whether the text is right,
//! and if it is not once more with the rules about mistakes, the first of which that fits is told.

use std::collections::HashMap;

use super::rules::{Alternative, GRAMMAR, Item};
use super::tokens::{Piece, Token, Tokens};
use super::{Key, Place, Wrong, strings};

macro_rules! kinds {
    ($($kind:ident $name:literal,)*) => {
        /// What kind of expression a node is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Kind { $($kind,)* }

        impl Kind {
            /// By its name in the grammar.
            pub(super) fn named(name: &str) -> Self {
                match name {
                    $(stringify!($kind) => Self::$kind,)*
                    _ => panic!("the grammar has a kind {name:?}"),
                }
            }

            /// What CPython calls it.
            pub(super) fn called(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }
        }
    };
}

kinds! {
    Arguments "function call",
    Attribute "attribute",
    Await "await expression",
    Call "function call",
    Compared "comparison",
    Comparison "comparison",
    Conditional "conditional expression",
    Dict "dict literal",
    DictComprehension "dict comprehension",
    Ellipsis "ellipsis",
    False "False",
    Formatted "f-string expression",
    Generator "generator expression",
    In "comparison",
    Keyword "keyword",
    Lambda "lambda",
    List "list",
    ListComprehension "list comprehension",
    Literal "literal",
    Many "tuple",
    Name "name",
    Named "named expression",
    None "None",
    Operation "expression",
    Set "set display",
    SetComprehension "set comprehension",
    Starred "starred",
    Subscript "subscript",
    True "True",
    Tuple "tuple",
    Unpacking "keyword",
    Yield "yield expression",
}

/// Rules whose answer at a place is kept: those of which CPython keeps it, because an answer that is kept
/// also keeps a mistake inside from being found again.
const KEPT: &[&str] = &[
    "simple",
    "block",
    "arguments",
    "expression",
    "star_expression",
    "disjunction",
    "conjunction",
    "inversion",
    "factor",
    "await",
    "primary",
    "long_primary",
    "strings",
    "star_target",
    "star_target_atom_or_place",
    "del_target",
    "closed_pattern",
    "bad_named",
    "bitwise_or",
    "bitwise_xor",
    "bitwise_and",
    "shift",
    "sum",
    "term",
    "dotted",
];

/// More rules than this within each other are not followed: the stack is small in a browser.
const DEEPEST: u32 = 700;
/// More steps than this are not taken: looking for a mistake may take very long in odd texts.
const MOST_STEPS: u32 = 4_000_000;

#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) begin: u32,
    pub(super) end: u32,
    pub(super) children: Vec<u32>,
}

/// What fitted: its tokens, and its node if it has one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    pub(super) node: Option<u32>,
    pub(super) begin: u32,
    pub(super) end: u32,
}

/// What the letters of an alternative stand for.
pub(super) type Letters = [Option<Fit>; 3];

/// Why parsing stopped altogether.
pub(super) enum Stop {
    /// Something is to be told, by the tokenizer or by the parser.
    Told(Box<Wrong>, bool),
    /// The text is too deep or too odd to go on.
    GaveUp,
}

type Res<T> = Result<T, Stop>;

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Tokens<'a>,
    pub(super) pieces: Vec<Piece>,
    pub(super) mark: u32,
    /// Whether the rules about mistakes are asked.
    pub(super) mistakes: bool,
    pub(super) kept: HashMap<(u32, u32), Option<Fit>>,
    pub(super) nodes: Vec<Node>,
    pub(super) depth: u32,
    pub(super) steps: u32,
}

/// What is wrong with a program, if its grammar is; `Err` where we cannot tell.
pub(super) fn check(text: &str) -> Result<Option<Wrong>, ()> {
    Parser::new(text).run("file")
}

/// The same of an expression in braces of an f-string, with brackets around it.
pub(super) fn check_inside(text: &str) -> Result<Option<Wrong>, ()> {
    Parser::new(text).run("star_expressions")
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Parser {
            text,
            tokens: Tokens::new(text),
            pieces: Vec::new(),
            mark: 0,
            mistakes: false,
            kept: HashMap::new(),
            nodes: Vec::new(),
            depth: 0,
            steps: 0,
        }
    }

    fn run(&mut self, start: &str) -> Result<Option<Wrong>, ()> {
        let start = GRAMMAR.number(start);
        let stopped = match self.rule(start) {
            Ok(Some(_)) => return Ok(None),
            Ok(None) => {
                let last = self.pieces.len() - 1;
                self.mark = 0;
                self.mistakes = true;
                self.kept.clear();
                self.nodes.clear();
                match self.rule(start) {
                    Err(stop) => stop,
                    Ok(_) => return Ok(Some(self.unexplained(last))),
                }
            }
            Err(stop) => stop,
        };
        match stopped {
            Stop::GaveUp => Err(()),
            Stop::Told(wrong, true) => Ok(Some(*wrong)),
            Stop::Told(wrong, false) => Ok(Some(self.tokenizer_first(*wrong))),
        }
    }

    /// No rule says what is wrong: the last token of the first try is where.
    fn unexplained(&mut self, last: usize) -> Wrong {
        let piece = self.at(last as u32);
        match piece.token {
            Token::Indent | Token::Dedent => {
                let key = if piece.token == Token::Indent { Key::UnexpectedIndent } else { Key::UnexpectedUnindent };
                self.at_last(key, &[])
            }
            _ => {
                let wrong = Wrong::new(Key::InvalidSyntax, &[], Place::Range(piece.begin, piece.end));
                self.tokenizer_first(wrong)
            }
        }
    }

    /// What cannot be cut further on is told before a mistake of grammar.
    fn tokenizer_first(&mut self, wrong: Wrong) -> Wrong {
        let line = |text: &str, at: usize| super::line_of(text, at);
        let here = self.pieces.last().map_or(1, |piece| line(self.text, piece.begin));
        loop {
            match self.tokens.next() {
                Ok(Piece { token: Token::End, .. }) => return wrong,
                Ok(Piece { token: Token::Cut, .. }) => {
                    let (_, opened) = self.tokens.open_bracket().expect("it was cut inside of brackets");
                    return if here > line(self.text, opened) { self.never_closed() } else { wrong };
                }
                Ok(_) => {}
                Err(other) if other.key.is_quiet() => {
                    return match self.tokens.open_bracket() {
                        Some((_, opened)) if here > line(self.text, opened) => self.never_closed(),
                        _ => wrong,
                    };
                }
                Err(other) => return other,
            }
        }
    }

    fn never_closed(&self) -> Wrong {
        let (bracket, at) = self.tokens.open_bracket().expect("a bracket is open");
        Wrong::new(Key::NeverClosed, &[&char::from(bracket).to_string()], Place::At(at))
    }

    pub(super) fn at_last(&self, key: Key, arguments: &[&str]) -> Wrong {
        let piece = self.pieces.last().expect("a token was cut");
        let place = if piece.bare { Place::Bare(self.tokens.position()) } else { Place::Range(piece.begin, piece.end) };
        Wrong::new(key, arguments, place)
    }

    /// The token at the mark.
    #[inline(never)]
    fn piece(&mut self) -> Res<Piece> {
        if self.mark as usize == self.pieces.len() {
            match self.tokens.next() {
                Ok(Piece { token: Token::Cut, .. }) => return Err(Stop::Told(Box::new(self.never_closed()), true)),
                Ok(piece) => self.pieces.push(piece),
                Err(wrong) => return Err(Stop::Told(Box::new(wrong), true)),
            }
        }
        Ok(self.at(self.mark))
    }

    pub(super) fn at(&self, index: u32) -> Piece {
        self.pieces[index as usize]
    }

    pub(super) fn text_of(&self, piece: Piece) -> &'a str {
        self.text.get(piece.begin..piece.end).unwrap_or("")
    }

    fn is_word(&self, piece: Piece, word: &str) -> bool {
        matches!(piece.token, Token::Name | Token::Operator) && self.text_of(piece) == word
    }

    fn took(&mut self) -> Option<Fit> {
        self.mark += 1;
        Some(Fit { node: None, begin: self.mark - 1, end: self.mark })
    }

    fn rule(&mut self, rule: usize) -> Res<Option<Fit>> {
        let grammar = &*GRAMMAR;
        if grammar.bad[rule] && !self.mistakes {
            return Ok(None);
        }
        let key = (rule as u32, self.mark);
        let kept = grammar.kept[rule];
        if kept && let Some(fit) = self.kept.get(&key) {
            let fit = *fit;
            if let Some(fit) = fit {
                self.mark = fit.end;
            }
            return Ok(fit);
        }
        self.steps += 1;
        self.depth += 1;
        if self.depth > DEEPEST || self.steps > MOST_STEPS {
            return Err(Stop::GaveUp);
        }
        let mut nodes = Vec::new();
        let begin = self.mark;
        let fit = self.alternatives(&grammar.alternatives[rule], &mut nodes)?;
        self.depth -= 1;
        let fit = fit.then(|| Fit { node: nodes.first().copied(), begin, end: self.mark });
        if fit.is_none() {
            self.mark = begin;
        }
        if kept {
            self.kept.insert(key, fit);
        }
        Ok(fit)
    }

    /// The first alternative that fits.
    fn alternatives(&mut self, list: &'static [Alternative], nodes: &mut Vec<u32>) -> Res<bool> {
        let begin = self.mark;
        let first_node = nodes.len();
        for alternative in list {
            let mut letters = Letters::default();
            let mut cut = false;
            let mut fits = true;
            for (letter, item) in &alternative.items {
                if let Item::Cut = item {
                    cut = true;
                    continue;
                }
                let (at, before) = (self.mark, nodes.len());
                if !self.item(item, nodes)? {
                    fits = false;
                    break;
                }
                if let Some(letter) = letter {
                    let node = (nodes.len() > before).then(|| nodes[before]);
                    letters[usize::from(letter - b'a')] = Some(Fit { node, begin: at, end: self.mark });
                }
            }
            if !fits {
                self.mark = begin;
                nodes.truncate(first_node);
                if cut {
                    return Ok(false);
                }
                continue;
            }
            if let Some(mistake) = &alternative.mistake {
                return match self.mistake(mistake, &letters) {
                    Some(wrong) => Err(Stop::Told(Box::new(wrong), false)),
                    None => {
                        self.mark = begin;
                        nodes.truncate(first_node);
                        Ok(false)
                    }
                };
            }
            if let Some(kind) = alternative.node {
                let children = nodes.split_off(first_node);
                nodes.push(self.node(kind, begin, self.mark, children));
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// A node over tokens. What only holds several together is taken apart again.
    #[inline(never)]
    fn node(&mut self, kind: Kind, begin: u32, end: u32, children: Vec<u32>) -> u32 {
        let mut flat = Vec::new();
        for child in children {
            match &self.nodes[child as usize] {
                Node { kind: Kind::Many, children, .. } => flat.extend(children),
                _ => flat.push(child),
            }
        }
        self.nodes.push(Node { kind, begin, end, children: flat });
        self.nodes.len() as u32 - 1
    }

    fn item(&mut self, item: &'static Item, nodes: &mut Vec<u32>) -> Res<bool> {
        let begin = self.mark;
        Ok(match item {
            Item::Word(word) => {
                let piece = self.piece()?;
                self.is_word(piece, word) && self.took().is_some()
            }
            Item::Soft(word) => {
                let piece = self.piece()?;
                piece.token == Token::Name && self.text_of(piece) == *word && self.took().is_some()
            }
            Item::SoftKeyword => {
                // CPython 3.11 compares only as many letters as the name has.
                let piece = self.piece()?;
                let word = self.text_of(piece);
                piece.token == Token::Name
                    && ["_", "case", "match"].iter().any(|keyword| keyword.starts_with(word))
                    && self.took().is_some()
            }
            Item::Token(token) => {
                let piece = self.piece()?;
                piece.token == *token
                    && !(piece.token == Token::Name && super::is_keyword(self.text_of(piece)))
                    && self.took().is_some()
            }
            Item::Forced(word) => {
                let piece = self.piece()?;
                if !self.is_word(piece, word) {
                    let place = if piece.bare {
                        Place::Bare(self.tokens.position())
                    } else {
                        Place::Range(piece.begin, piece.end)
                    };
                    let key = if *word == ":" { Key::ExpectedColon } else { Key::ExpectedParenthesis };
                    return Err(Stop::Told(Box::new(Wrong::new(key, &[], place)), false));
                }
                self.took().is_some()
            }
            Item::Rule(rule) => match self.rule(*rule)? {
                Some(fit) => {
                    nodes.extend(fit.node);
                    true
                }
                None => false,
            },
            Item::Group(list) => self.alternatives(list, nodes)?,
            Item::Maybe(item) => {
                if !self.item(item, nodes)? {
                    self.mark = begin;
                }
                true
            }
            Item::Many(item, some) => {
                let mut count = 0;
                loop {
                    let at = self.mark;
                    if !self.item(item, nodes)? {
                        self.mark = at;
                        break;
                    }
                    count += 1;
                }
                count > 0 || !some
            }
            Item::Separated(separator, item) => {
                if !self.item(item, nodes)? {
                    return Ok(false);
                }
                loop {
                    let at = self.mark;
                    let before = nodes.len();
                    if !(self.item(separator, nodes)? && self.item(item, nodes)?) {
                        self.mark = at;
                        nodes.truncate(before);
                        break;
                    }
                }
                true
            }
            Item::Ahead(item, wanted) => {
                let before = nodes.len();
                let fits = self.item(item, nodes)?;
                self.mark = begin;
                nodes.truncate(before);
                fits == *wanted
            }
            Item::Cut => true,
            Item::Special(name, rule) => self.special(name, *rule, nodes)?,
        })
    }

    #[inline(never)]
    fn special(&mut self, name: &str, rule: usize, nodes: &mut Vec<u32>) -> Res<bool> {
        match name {
            "strings" => self.strings(nodes),
            "without_bad" => {
                let before = std::mem::replace(&mut self.mistakes, false);
                let fit = self.rule(GRAMMAR.number("bare_expression_of"))?;
                self.mistakes = before;
                nodes.extend(fit.and_then(|fit| fit.node));
                Ok(fit.is_some())
            }
            long => {
                let long = long == "long_postfix";
                let more = GRAMMAR.number("more");
                let begin = self.mark;
                let Some(fit) = self.rule(GRAMMAR.number("atom"))? else { return Ok(false) };
                if long && !self.ahead(more)? {
                    self.mark = begin;
                    return Ok(false);
                }
                let mut node = fit.node;
                loop {
                    let at = self.mark;
                    let Some(fit) = self.rule(rule)? else { break };
                    if long && !self.ahead(more)? {
                        self.mark = at;
                        break;
                    }
                    let kind = self.nodes[fit.node.expect("a trailer is a node") as usize].kind;
                    // A generator is written like its call.
                    let kind = if kind == Kind::Generator { Kind::Call } else { kind };
                    node = Some(self.node(kind, begin, self.mark, Vec::new()));
                }
                nodes.extend(node);
                Ok(true)
            }
        }
    }

    fn ahead(&mut self, rule: usize) -> Res<bool> {
        let begin = self.mark;
        let fits = self.rule(rule)?.is_some();
        self.mark = begin;
        Ok(fits)
    }

    #[inline(never)]
    fn strings(&mut self, nodes: &mut Vec<u32>) -> Res<bool> {
        let begin = self.mark;
        let mut parts = Vec::new();
        loop {
            let piece = self.piece()?;
            if piece.token != Token::Text {
                break;
            }
            parts.push((piece.begin, piece.end));
            self.mark += 1;
        }
        if parts.is_empty() {
            return Ok(false);
        }
        let last = self.at(self.mark);
        let formatted = match strings::check(self.text, &parts, Place::Range(last.begin, last.end)) {
            Ok(formatted) => formatted,
            Err(wrong) => return Err(Stop::Told(Box::new(wrong), false)),
        };
        let kind = if formatted { Kind::Formatted } else { Kind::Literal };
        nodes.push(self.node(kind, begin, self.mark, Vec::new()));
        Ok(true)
    }
}

/// Which rules are kept, by their names.
pub(super) fn is_kept(name: &str) -> bool {
    KEPT.contains(&name)
}
