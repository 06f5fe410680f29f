//! The words for each thing that can be wrong with a text: CPython 3.11's, and what a teacher says in Indonesian.
//!
//! `{0}` and its like are what the words are about.

use crate::error::Kind;

macro_rules! keys {
    ($($key:ident $english:literal $indonesian:literal,)*) => {
        /// What can be wrong with a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "each is said by its words")]
        pub enum Key { $($key,)* }

        impl Key {
            /// By its name in the grammar.
            pub(super) fn named(name: &str) -> Self {
                match name {
                    $(stringify!($key) => Self::$key,)*
                    _ => panic!("the grammar has a key {name:?}"),
                }
            }

            pub(super) fn english(self) -> &'static str {
                match self { $(Self::$key => $english,)* }
            }

            pub(super) fn indonesian(self) -> &'static str {
                match self { $(Self::$key => $indonesian,)* }
            }
        }
    };
}

impl Key {
    /// The class of the exception.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::IndentAfter
            | Self::IndentAfterClass
            | Self::IndentAfterExceptStar
            | Self::IndentAfterFunction
            | Self::IndentedBlock
            | Self::TooManyIndents
            | Self::UnexpectedIndent
            | Self::UnexpectedUnindent
            | Self::Unindent => Kind::IndentationError,
            Self::Tabs => Kind::TabError,
            _ => Kind::SyntaxError,
        }
    }

    /// Whether the tokenizer tells it by itself.
    pub(super) fn is_tokenizers(self) -> bool {
        self.is_quiet()
            || matches!(
                self,
                Self::InvalidCharacter
                    | Self::InvalidDigit
                    | Self::InvalidLiteral
                    | Self::LeadingZeros
                    | Self::Mismatch
                    | Self::MismatchOnLine
                    | Self::NonPrintable
                    | Self::TooManyBrackets
                    | Self::Unmatched
                    | Self::Unterminated
                    | Self::UnterminatedTriple
            )
    }

    /// Whether the tokenizer only stops there, and the parser tells it when it comes so far.
    pub(super) fn is_quiet(self) -> bool {
        matches!(
            self,
            Self::AfterContinuation | Self::Tabs | Self::TooManyIndents | Self::UnexpectedEnd | Self::Unindent
        )
    }
}

/// Puts what they are about into the words.
pub(super) fn filled(words: &str, arguments: &[String]) -> String {
    let mut result = String::new();
    let mut rest = words;
    while let Some(at) = rest.find('{') {
        let number = rest.get(at + 1..at + 2).and_then(|digit| digit.parse::<usize>().ok());
        let argument = number.and_then(|number| arguments.get(number)).filter(|_| rest[at + 2..].starts_with('}'));
        match argument {
            Some(argument) => {
                result.push_str(&rest[..at]);
                result.push_str(argument);
                rest = &rest[at + 3..];
            }
            None => {
                result.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    result + rest
}

keys! {
    AfterContinuation "unexpected character after line continuation character" "ada karakter setelah tanda `\\`, padahal `\\` harus menjadi yang terakhir di barisnya",
    AfterKeywords "arguments cannot follow var-keyword argument" "tidak boleh ada parameter lagi setelah parameter `**`",
    AssignYield "assignment to yield expression not possible" "ekspresi yield tidak bisa diberi nilai",
    AtLeastOne "at least one argument must precede /" "harus ada paling sedikit satu parameter sebelum `/`",
    BackslashInside "f-string expression part cannot include a backslash" "bagian dalam kurung kurawal f-string tidak boleh memuat `\\`",
    BareGenerator "Generator expression must be parenthesized" "ekspresi generator harus diberi kurung",
    BothExcepts "cannot have both 'except' and 'except*' on the same 'try'" "satu `try` tidak boleh memakai `except` dan `except*` sekaligus",
    BytesBeyondAscii "bytes can only contain ASCII literal characters" "literal bytes hanya boleh berisi karakter ASCII",
    CannotAssign "cannot assign to {0}" "{0} tidak bisa diberi nilai",
    CannotAssignHere "cannot assign to {0} here. Maybe you meant '==' instead of '='?" "{0} tidak bisa diberi nilai di sini. Mungkin maksudnya `==`, bukan `=`?",
    CannotDelete "cannot delete {0}" "{0} tidak bisa dihapus",
    CannotUseWalrus "cannot use assignment expressions with {0}" "`:=` tidak bisa dipakai dengan {0}",
    ColonAfterKey "':' expected after dictionary key" "setelah kunci dictionary harus ada `:`",
    CommaBetween "expected comma between / and *" "di antara `/` dan `*` harus ada koma",
    ComprehensionTarget "did you forget parentheses around the comprehension target?" "apakah kurung di sekitar bagian awal comprehension terlupa?",
    DictUnpackingInComprehension "dict unpacking cannot be used in dict comprehension" "`**` tidak bisa dipakai dalam dict comprehension",
    DoubleStarredHere "cannot use double starred expression here" "`**` tidak bisa dipakai di sini",
    EmptyExpression "f-string: empty expression not allowed" "kurung kurawal f-string tidak boleh kosong",
    ExpectedColon "expected ':'" "di sini harus ada `:`",
    ExpectedDefault "expected default value expression" "setelah `=` harus ada nilai bawaan",
    ExpectedElse "expected 'else' after 'if' expression" "ekspresi `if` harus punya `else`",
    ExpectedExcept "expected 'except' or 'finally' block" "setelah blok `try` harus ada `except` atau `finally`",
    ExpectedParenthesis "expected '('" "di sini harus ada `(`",
    ExpectedTypes "expected one or more exception types" "di sini harus disebut paling sedikit satu jenis exception",
    ExpectedValue "expression expected after dictionary key and ':'" "setelah kunci dictionary dan `:` harus ada nilai",
    ExpressionRequired "f-string: expression required before '{0}'" "sebelum `{0}` dalam f-string harus ada ekspresi",
    ExpectingBrace "f-string: expecting '}'" "kurung kurawal f-string belum ditutup dengan `}`",
    ForgotComma "invalid syntax. Perhaps you forgot a comma?" "susunannya salah. Mungkin ada koma yang terlupa?",
    HashInside "f-string expression part cannot include '#'" "bagian dalam kurung kurawal f-string tidak boleh memuat `#`",
    IllegalAnnotated "illegal target for annotation" "bagian ini tidak bisa diberi anotasi",
    IllegalAugmented "'{0}' is an illegal expression for augmented assignment" "{0} tidak bisa dipakai di kiri `+=` dan sejenisnya",
    IndentAfter "expected an indented block after '{0}' statement on line {1}" "setelah `{0}` di baris {1} harus ada blok yang menjorok ke dalam",
    IndentAfterClass "expected an indented block after class definition on line {0}" "setelah definisi class di baris {0} harus ada blok yang menjorok ke dalam",
    IndentAfterExceptStar "expected an indented block after 'except*' statement on line {0}" "setelah `except*` di baris {0} harus ada blok yang menjorok ke dalam",
    IndentAfterFunction "expected an indented block after function definition on line {0}" "setelah definisi fungsi di baris {0} harus ada blok yang menjorok ke dalam",
    IndentedBlock "expected an indented block" "di sini harus ada blok yang menjorok ke dalam",
    InvalidCharacter "invalid character '{0}' (U+{1})" "karakter `{0}` (U+{1}) tidak boleh dipakai di sini",
    InvalidDigit "invalid digit '{0}' in {1} literal" "angka `{0}` tidak boleh ada dalam bilangan {1}",
    InvalidLiteral "invalid {0} literal" "penulisan bilangan {0} salah",
    InvalidPatternTarget "invalid pattern target" "setelah `as` dalam pola harus ada nama",
    InvalidSyntax "invalid syntax" "susunan di sini salah",
    InvalidXEscape "(value error) invalid \\x escape at position {0}" "`\\x` di posisi {0} harus diikuti dua angka heksadesimal",
    IterableAfterKeyword "iterable argument unpacking follows keyword argument unpacking" "argumen `*` tidak boleh berada setelah argumen `**`",
    KeywordDefault "var-keyword argument cannot have default value" "parameter `**` tidak boleh punya nilai bawaan",
    LambdaParenthesized "Lambda expression parameters cannot be parenthesized" "parameter lambda tidak boleh diberi kurung",
    LeadingZeros "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers" "bilangan tidak boleh diawali nol; untuk bilangan oktal pakailah awalan `0o`",
    MaybeEquals "invalid syntax. Maybe you meant '==' or ':=' instead of '='?" "susunannya salah. Mungkin maksudnya `==` atau `:=`, bukan `=`?",
    Mismatch "closing parenthesis '{0}' does not match opening parenthesis '{1}'" "kurung tutup `{0}` tidak cocok dengan kurung buka `{1}`",
    MismatchInside "f-string: closing parenthesis '{0}' does not match opening parenthesis '{1}'" "kurung tutup `{0}` dalam f-string tidak cocok dengan kurung buka `{1}`",
    MismatchOnLine "closing parenthesis '{0}' does not match opening parenthesis '{1}' on line {2}" "kurung tutup `{0}` tidak cocok dengan kurung buka `{1}` di baris {2}",
    MissingParentheses "Missing parentheses in call to '{0}'. Did you mean {0}(...)?" "pemanggilan `{0}` butuh kurung. Mungkin maksudnya `{0}(...)`?",
    MixedBytes "cannot mix bytes and nonbytes literals" "literal bytes dan literal teks tidak bisa digabung",
    MultipleExcepts "multiple exception types must be parenthesized" "beberapa jenis exception harus ditulis dalam kurung",
    NamedAfterStar "named arguments must follow bare *" "setelah `*` saja harus ada parameter bernama",
    NestedTooDeeply "f-string: expressions nested too deeply" "kurung kurawal f-string bersarang terlalu dalam",
    NeverClosed "'{0}' was never closed" "`{0}` tidak pernah ditutup",
    InvalidConversion "f-string: invalid conversion character: expected 's', 'r', or 'a'" "setelah `!` harus ada `s`, `r`, atau `a`",
    NonDefault "non-default argument follows default argument" "parameter tanpa nilai bawaan tidak boleh berada setelah parameter dengan nilai bawaan",
    NonPrintable "invalid non-printable character U+{0}" "ada karakter yang tidak terlihat (U+{0})",
    OnlySingleAnnotated "only single target (not {0}) can be annotated" "hanya satu nama, bukan {0}, yang bisa diberi anotasi",
    OnlySingleTuple "only single target (not tuple) can be annotated" "hanya satu nama, bukan tuple, yang bisa diberi anotasi",
    Parenthesized "Function parameters cannot be parenthesized" "parameter fungsi tidak boleh diberi kurung lagi",
    PerhapsEquals "expression cannot contain assignment, perhaps you meant \"==\"?" "ekspresi tidak boleh memuat `=`. Mungkin maksudnya `==`?",
    PositionalAfterKeyword "positional argument follows keyword argument" "argumen biasa tidak boleh berada setelah argumen dengan nama",
    PositionalAfterUnpacking "positional argument follows keyword argument unpacking" "argumen biasa tidak boleh berada setelah argumen `**`",
    PositionalPatterns "positional patterns follow keyword patterns" "pola biasa tidak boleh berada setelah pola dengan nama",
    SingleBrace "f-string: single '}' is not allowed" "`}` dalam f-string harus berpasangan, atau ditulis `}}`",
    SlashAhead "/ must be ahead of *" "`/` harus berada sebelum `*`",
    SlashOnce "/ may appear only once" "`/` hanya boleh muncul satu kali",
    StarDefault "var-positional argument cannot have default value" "parameter `*` tidak boleh punya nilai bawaan",
    StarOnce "* argument may appear only once" "parameter `*` hanya boleh muncul satu kali",
    StarredHere "cannot use starred expression here" "`*` tidak bisa dipakai di sini",
    StarredValue "cannot use a starred expression in a dictionary value" "`*` tidak bisa dipakai pada nilai dictionary",
    Tabs "inconsistent use of tabs and spaces in indentation" "tab dan spasi tercampur dalam lekukan",
    TooManyBrackets "too many nested parentheses" "kurung bersarang terlalu dalam",
    TooManyIndents "too many levels of indentation" "tingkat lekukan terlalu banyak",
    TrailingComma "trailing comma not allowed without surrounding parentheses" "koma di akhir hanya boleh kalau diberi kurung",
    UnderscoreTarget "cannot use '_' as a target" "`_` tidak bisa dipakai sebagai sasaran",
    UnexpectedEnd "unexpected EOF while parsing" "program berakhir terlalu cepat",
    UnexpectedIndent "unexpected indent" "baris ini menjorok ke dalam tanpa alasan",
    UnexpectedUnindent "unexpected unindent" "baris ini keluar dari blok tanpa alasan",
    UnicodeError "(unicode error) {0}" "(kesalahan unicode) {0}",
    Unindent "unindent does not match any outer indentation level" "lekukan baris ini tidak cocok dengan lekukan blok mana pun di atasnya",
    Unmatched "unmatched '{0}'" "`{0}` tidak punya pasangan",
    UnmatchedInside "f-string: unmatched '{0}'" "`{0}` dalam f-string tidak punya pasangan",
    UnpackingInComprehension "iterable unpacking cannot be used in comprehension" "`*` tidak bisa dipakai dalam comprehension",
    Unterminated "unterminated string literal (detected at line {0})" "teks dalam tanda kutip belum ditutup (terlihat di baris {0})",
    UnterminatedInside "f-string: unterminated string" "tanda kutip dalam f-string belum ditutup",
    UnterminatedTriple "unterminated triple-quoted string literal (detected at line {0})" "teks dalam tiga tanda kutip belum ditutup (terlihat di baris {0})",
}
