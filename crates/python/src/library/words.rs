//! Names the machine itself looks for, with fixed numbers.

use crate::code::{Sym, Symbols};

macro_rules! words {
    ($($name:ident $text:literal,)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "these are numbers, not types")]
        enum Number { $($name,)* }

        $(pub(crate) const $name: Sym = Sym(Number::$name as u32);)*

        /// Gives them their numbers.
        pub(crate) fn intern(symbols: &mut Symbols) {
            $(assert_eq!(symbols.intern($text), $name);)*
        }
    };
}

words! {
    EQ "__eq__", HASH "__hash__", NE "__ne__", LT "__lt__", LE "__le__", GT "__gt__", GE "__ge__",
    INIT "__init__", NEW "__new__", CALL "__call__", STR "__str__", REPR "__repr__", FORMAT "__format__",
    BOOL "__bool__", LEN "__len__", ITER "__iter__", NEXT "__next__", CONTAINS "__contains__",
    GETITEM "__getitem__", SETITEM "__setitem__", DELITEM "__delitem__", MISSING "__missing__",
    GETATTR "__getattr__", GETATTRIBUTE "__getattribute__", SETATTR "__setattr__", DELATTR "__delattr__",
    ENTER "__enter__", EXIT "__exit__", AWAIT "__await__", AITER "__aiter__", ANEXT "__anext__",
    AENTER "__aenter__", AEXIT "__aexit__", INT "__int__", INDEX "__index__", FLOAT "__float__",
    NEG "__neg__", POS "__pos__", INVERT "__invert__", ABS "__abs__", ROUND "__round__",
    ADD "__add__", SUB "__sub__", MUL "__mul__", MATMUL "__matmul__", TRUEDIV "__truediv__",
    FLOORDIV "__floordiv__", MOD "__mod__", POW "__pow__", LSHIFT "__lshift__", RSHIFT "__rshift__",
    OR "__or__", XOR "__xor__", AND "__and__",
    RADD "__radd__", RSUB "__rsub__", RMUL "__rmul__", RMATMUL "__rmatmul__", RTRUEDIV "__rtruediv__",
    RFLOORDIV "__rfloordiv__", RMOD "__rmod__", RPOW "__rpow__", RLSHIFT "__rlshift__", RRSHIFT "__rrshift__",
    ROR "__ror__", RXOR "__rxor__", RAND "__rand__",
    IADD "__iadd__", ISUB "__isub__", IMUL "__imul__", IMATMUL "__imatmul__", ITRUEDIV "__itruediv__",
    IFLOORDIV "__ifloordiv__", IMOD "__imod__", IPOW "__ipow__", ILSHIFT "__ilshift__", IRSHIFT "__irshift__",
    IOR "__ior__", IXOR "__ixor__", IAND "__iand__",
    CLASS "__class__", DICT "__dict__", DOC "__doc__", NAME "__name__", QUALNAME "__qualname__",
    MODULE "__module__", MRO "__mro__", BASES "__bases__", SLOTS "__slots__", ANNOTATIONS "__annotations__",
    INIT_SUBCLASS "__init_subclass__", SET_NAME "__set_name__", CLASS_GETITEM "__class_getitem__",
    MATCH_ARGS "__match_args__", REVERSED "__reversed__", WRAPPED "__wrapped__", DEFAULTS "__defaults__",
    KWDEFAULTS "__kwdefaults__", SELF "__self__", FUNC "__func__", CODE "__code__", CLOSURE "__closure__",
    ARGS "args", CAUSE "__cause__", CONTEXT "__context__", TRACEBACK "__traceback__",
    SUPPRESS "__suppress_context__", NOTES "__notes__", VALUE "value", EXCEPTIONS "exceptions",
    MESSAGE "message", FGET "fget", FSET "fset", FDEL "fdel", DIVMOD "__divmod__", RDIVMOD "__rdivmod__",
    SIZEOF "__sizeof__", DEL "__del__", GET "__get__", DIR "__dir__", BYTES "__bytes__", TRUNC "__trunc__",
    FLOOR "__floor__", CEIL "__ceil__", LENGTH_HINT "__length_hint__", SUBCLASSHOOK "__subclasshook__",
    SEP "sep", END "end", FILE "file", FLUSH "flush", KEY "key", REVERSE "reverse", DEFAULT "default",
    START "start", MAXLEN "maxlen", STRICT "strict", ERRNO "errno", STRERROR "strerror", FILENAME "filename", STATUS "code",
    REAL "real", IMAG "imag", NUMERATOR "numerator", DENOMINATOR "denominator", STOP "stop", STEP "step",
    NAME_ATTR "name", OBJ_ATTR "obj", ORIGIN "__origin__", TYPE_ARGS "__args__",
    STAYS "__stays__", CR_RUNNING "cr_running", AG_RUNNING "ag_running", GI_RUNNING "gi_running", CR_AWAIT "cr_await",
}
