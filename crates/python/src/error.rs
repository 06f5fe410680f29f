//! The exceptions Python itself raises: their classes, and one of them on its way.

use std::borrow::Cow;

/// Every exception class that is built in, each with its base. The order is that of their numbers.
macro_rules! kinds {
    ($($name:ident: $base:ident,)*) => {
        /// A built-in class of exceptions, by its name in Python.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[allow(missing_docs, reason = "their names are Python's, and so is their meaning")]
        pub enum Kind { $($name,)* }

        impl Kind {
            /// All of them, each after its base.
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            /// An error of this class instead of a value.
            pub fn fail<T>(self, message: impl Into<Cow<'static, str>>) -> Result<T, Error> {
                Err(Error::new(self, message))
            }

            /// Its name in Python.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Kind::$name => stringify!($name),)* }
            }

            /// The class it derives from; that of `BaseException`, which is `object`, is itself here.
            #[must_use]
            pub fn base(self) -> Kind {
                match self { $(Kind::$name => Kind::$base,)* }
            }
        }
    };
}

kinds! {
    BaseException: BaseException,
    Exception: BaseException,
    ArithmeticError: Exception,
    AssertionError: Exception,
    AttributeError: Exception,
    BaseExceptionGroup: BaseException,
    BlockingIOError: OSError,
    BrokenPipeError: ConnectionError,
    BufferError: Exception,
    BytesWarning: Warning,
    ChildProcessError: OSError,
    ConnectionAbortedError: ConnectionError,
    ConnectionError: OSError,
    ConnectionRefusedError: ConnectionError,
    ConnectionResetError: ConnectionError,
    DeprecationWarning: Warning,
    EOFError: Exception,
    EncodingWarning: Warning,
    ExceptionGroup: BaseExceptionGroup,
    FileExistsError: OSError,
    FileNotFoundError: OSError,
    FloatingPointError: ArithmeticError,
    FutureWarning: Warning,
    GeneratorExit: BaseException,
    ImportError: Exception,
    ImportWarning: Warning,
    IndentationError: SyntaxError,
    IndexError: LookupError,
    InterruptedError: OSError,
    IsADirectoryError: OSError,
    KeyError: LookupError,
    KeyboardInterrupt: BaseException,
    LookupError: Exception,
    MemoryError: Exception,
    ModuleNotFoundError: ImportError,
    NameError: Exception,
    NotADirectoryError: OSError,
    NotImplementedError: RuntimeError,
    OSError: Exception,
    OverflowError: ArithmeticError,
    PendingDeprecationWarning: Warning,
    PermissionError: OSError,
    ProcessLookupError: OSError,
    RecursionError: RuntimeError,
    ReferenceError: Exception,
    ResourceWarning: Warning,
    RuntimeError: Exception,
    RuntimeWarning: Warning,
    StopAsyncIteration: Exception,
    StopIteration: Exception,
    SyntaxError: Exception,
    SyntaxWarning: Warning,
    SystemError: Exception,
    SystemExit: BaseException,
    TabError: IndentationError,
    TimeoutError: OSError,
    TypeError: Exception,
    UnboundLocalError: NameError,
    UnicodeDecodeError: UnicodeError,
    UnicodeEncodeError: UnicodeError,
    UnicodeError: ValueError,
    UnicodeTranslateError: UnicodeError,
    UnicodeWarning: Warning,
    UserWarning: Warning,
    ValueError: Exception,
    Warning: Exception,
    ZeroDivisionError: ArithmeticError,
}

/// An exception that is to be raised, where its class and its words are all there is to say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// Its class.
    pub kind: Kind,
    /// Its only argument.
    pub message: Cow<'static, str>,
}

impl Error {
    /// One of this class, with these words.
    #[must_use]
    pub fn new(kind: Kind, message: impl Into<Cow<'static, str>>) -> Error {
        Error { kind, message: message.into() }
    }

    /// A `TypeError`.
    #[must_use]
    pub fn type_error(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Kind::TypeError, message)
    }

    /// A `ValueError`.
    #[must_use]
    pub fn value_error(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Kind::ValueError, message)
    }
}
