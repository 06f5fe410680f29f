//! The language's grammar, and beside it the mistakes that get words of their own.
//!
//! A rule is a list of alternatives, tried in order: the first that fits is taken. `'x'` is a keyword or
//! an operator, `"x"` a word that is a keyword here only, capitals are kinds of tokens; `?`, `*` and `+` mean
//! what they mean everywhere, `s%x` one or more `x` with `s` between, `&x` and `!x` look ahead, `~` means that no
//! other alternative counts from here, `=='x'` that there must be an `x`. `@Kind` makes a node of that kind.
//!
//! An alternative with `=>` is a mistake: the key of its words, where it is, and what is put into the words. Rules
//! that begin with `bad` are asked only after the text turned out to be wrong; those with `wrong` always.

/// The rules of statements and expressions.
pub(super) const RULES: &str = r#"
file = statements? END

statements = statement+
statement = compound / simple_statements
simple_statements = simple !';' NEWLINE / ';'%simple ';'? NEWLINE
simple = assignment / star_expressions / &'return' return / &import_word import / &'raise' raise / 'pass' / &'del' delete / &'yield' yield / &'assert' assert / 'break' / 'continue' / 'global' ','%NAME / 'nonlocal' ','%NAME
import_word = 'import' / 'from'
compound = &def_word function / &'if' if / &class_word class / &with_word with / &for_word for / &'try' try / &'while' while / match
def_word = 'def' / '@' / 'async'
class_word = 'class' / '@'
with_word = 'with' / 'async'
for_word = 'for' / 'async'

assignment = NAME ':' expression annotated_value? / (single_in_brackets / single_place) ':' expression annotated_value? / target_is+ value !'=' / single_target augmented ~ value / bad_assignment
annotated_value = '=' value
target_is = star_targets '='
single_in_brackets = '(' single_target ')'
value = yield / star_expressions
augmented = '+=' / '-=' / '*=' / '@=' / '/=' / '%=' / '&=' / '|=' / '^=' / '<<=' / '>>=' / '**=' / '//='
return = 'return' star_expressions?
raise = 'raise' expression raise_from? / 'raise'
raise_from = 'from' expression
delete = 'del' del_targets &(';' / NEWLINE) / bad_delete
assert = 'assert' expression assert_words?
assert_words = ',' expression

import = 'import' ','%dotted_as / 'from' dots* dotted 'import' imported / 'from' dots+ 'import' imported
dots = '.' / '...'
imported = '(' import_list ','? ')' / import_list !',' / '*' / bad_imported
import_list = ','%import_as
import_as = NAME as_name?
as_name = 'as' NAME
dotted_as = dotted as_name?
dotted = NAME dotted_more*
dotted_more = '.' NAME

block = NEWLINE INDENT statements DEDENT / simple_statements / bad_block
decorators = decorator+
decorator = '@' named_expression NEWLINE
class = decorators class_raw / class_raw
class_raw = bad_class / 'class' NAME class_arguments? ':' block
class_arguments = '(' arguments? ')'
function = decorators function_raw / function_raw
function_raw = bad_def / 'def' NAME =='(' params? ')' returns? ==':' block / 'async' 'def' NAME =='(' params? ')' returns? ==':' block
returns = '->' expression

if = bad_if / 'if' named_expression ':' block elif / 'if' named_expression ':' block else?
elif = bad_elif / 'elif' named_expression ':' block elif / 'elif' named_expression ':' block else?
else = bad_else / 'else' ==':' block
while = bad_while / 'while' named_expression ':' block else?
for = bad_for / 'for' star_targets 'in' ~ star_expressions ':' block else? / 'async' 'for' star_targets 'in' ~ star_expressions ':' block else? / bad_for_target
with = bad_with_indent / 'with' '(' ','%with_item ','? ')' ':' block / 'with' ','%with_item ':' block / 'async' 'with' '(' ','%with_item ','? ')' ':' block / 'async' 'with' ','%with_item ':' block / bad_with
with_item = expression 'as' star_target &(',' / ')' / ':') / bad_with_item / expression
try = bad_try / 'try' ==':' block finally / 'try' ==':' block except+ else? finally? / 'try' ==':' block except_star+ else? finally?
except = bad_except_indent / 'except' expression as_name? ':' block / 'except' ':' block / bad_except
except_star = bad_except_star_indent / 'except' '*' expression as_name? ':' block / bad_except
finally = bad_finally / 'finally' ==':' block

match = "match" subject ':' NEWLINE INDENT case+ DEDENT / bad_match
subject = star_named_expression ',' star_named_expressions? / named_expression
case = bad_case / "case" patterns guard? ':' block
guard = 'if' named_expression
patterns = open_sequence / pattern
pattern = as_pattern / or_pattern
as_pattern = or_pattern 'as' capture / bad_as_pattern
or_pattern = '|'%closed_pattern
closed_pattern = literal / capture / "_" / attribute !('.' / '(' / '=') / '(' pattern ')' / sequence_pattern / mapping_pattern / class_pattern
literal = signed !('+' / '-') / signed ('+' / '-') NUMBER / strings / 'None' / 'True' / 'False'
signed = NUMBER / '-' NUMBER
capture = !"_" NAME !('.' / '(' / '=')
attribute = NAME dotted_more+
name_or_attribute = NAME dotted_more*
sequence_pattern = '[' maybe_sequence? ']' / '(' open_sequence? ')'
open_sequence = maybe_star ',' maybe_sequence?
maybe_sequence = ','%maybe_star ','?
maybe_star = '*' capture / '*' "_" / pattern
mapping_pattern = '{' '}' / '{' double_star_pattern ','? '}' / '{' items_pattern ',' double_star_pattern ','? '}' / '{' items_pattern ','? '}'
items_pattern = ','%item_pattern
item_pattern = (literal / attribute) ':' pattern
double_star_pattern = '**' capture
class_pattern = name_or_attribute '(' ')' / name_or_attribute '(' positional_patterns ','? ')' / name_or_attribute '(' keyword_patterns ','? ')' / name_or_attribute '(' positional_patterns ',' keyword_patterns ','? ')' / bad_class_pattern
positional_patterns = ','%pattern
keyword_patterns = ','%keyword_pattern
keyword_pattern = NAME '=' pattern

expressions = expression (',' expression)+ ','? @Tuple / expression ',' @Tuple / expression
expression = bad_expression / bad_legacy / disjunction 'if' disjunction 'else' expression @Conditional / disjunction / lambda
yield = 'yield' 'from' expression @Yield / 'yield' star_expressions? @Yield
star_expressions = star_expression (',' star_expression)+ ','? @Tuple / star_expression ',' @Tuple / star_expression
star_expression = '*' bitwise_or @Starred / expression
star_named_expressions = ','%star_named_expression ','? @Many
star_named_expression = '*' bitwise_or @Starred / named_expression
assignment_expression = NAME ':=' ~ expression @Named
named_expression = assignment_expression / bad_named / expression !':='
disjunction = conjunction ('or' conjunction)+ @Operation / conjunction
conjunction = inversion ('and' inversion)+ @Operation / inversion
inversion = 'not' inversion @Operation / comparison
comparison = bitwise_or compared+ @Comparison / bitwise_or
compared = '==' bitwise_or @Compared / '!=' bitwise_or @Compared / '<=' bitwise_or @Compared / '<' bitwise_or @Compared / '>=' bitwise_or @Compared / '>' bitwise_or @Compared / 'not' 'in' bitwise_or @Compared / 'in' bitwise_or @In / 'is' 'not' bitwise_or @Compared / 'is' bitwise_or @Compared
bitwise_or = bitwise_xor ('|' bitwise_xor)+ @Operation / bitwise_xor
bitwise_xor = bitwise_and ('^' bitwise_and)+ @Operation / bitwise_and
bitwise_and = shift ('&' shift)+ @Operation / shift
shift = sum (('<<' / '>>') sum)+ @Operation / sum
sum = term (('+' / '-') term)+ @Operation / term
term = factor (('*' / '/' / '//' / '%' / '@') factor)+ @Operation / factor
factor = '+' factor @Operation / '-' factor @Operation / '~' factor @Operation / power
power = await '**' factor @Operation / await
await = 'await' primary @Await / primary
primary = :postfix trailer
trailer = '.' NAME @Attribute / generator @Call / '(' arguments? ')' @Call / '[' slices ']' @Subscript
slices = slice !',' / ','%(slice / starred_expression) ','?
slice = expression? ':' expression? slice_step? / named_expression
slice_step = ':' expression?
atom = NAME @Name / 'True' @True / 'False' @False / 'None' @None / &TEXT strings / NUMBER @Literal / &'(' (tuple / group / generator) / &'[' (list / list_comprehension) / &'{' (dict / set / dict_comprehension / set_comprehension) / '...' @Ellipsis
group = '(' (yield / named_expression) ')' / bad_group
strings = :strings

lambda = 'lambda' lambda_params? ':' expression @Lambda

list = '[' star_named_expressions? ']' @List
tuple = '(' (star_named_expression ',' star_named_expressions?)? ')' @Tuple
set = '{' star_named_expressions '}' @Set
dict = '{' (','%pair ','?)? '}' @Dict / '{' wrong_pairs '}'
pair = '**' bitwise_or / key_value
key_value = expression ':' expression
for_clauses = for_clause+
for_clause = 'async' 'for' star_targets 'in' ~ disjunction if_clause* / 'for' star_targets 'in' ~ disjunction if_clause* / bad_for_target
if_clause = 'if' disjunction
list_comprehension = '[' named_expression for_clauses ']' @ListComprehension / bad_comprehension
set_comprehension = '{' named_expression for_clauses '}' @SetComprehension / bad_comprehension
generator = '(' (assignment_expression / expression !':=') for_clauses ')' @Generator / bad_comprehension
dict_comprehension = '{' key_value for_clauses '}' @DictComprehension / bad_dict_comprehension

arguments = args ','? &')' / bad_arguments
args = ','%positional (',' kwargs)? @Arguments / kwargs @Arguments
positional = starred_expression / (assignment_expression / expression !':=') !'='
kwargs = ','%starred_or_keyword ',' ','%double_or_keyword @Many / ','%starred_or_keyword @Many / ','%double_or_keyword @Many
starred_expression = '*' expression @Starred
starred_or_keyword = bad_keyword / NAME '=' expression @Keyword / starred_expression
double_or_keyword = bad_keyword / NAME '=' expression @Keyword / '**' expression @Unpacking

star_targets = star_target !',' / star_target (',' star_target)* ','? @Tuple
star_targets_list = ','%star_target ','? @Many
star_targets_tuple = star_target (',' star_target)+ ','? @Many / star_target ',' @Many
star_target = '*' !'*' star_target @Starred / star_target_atom_or_place
star_target_atom_or_place = place / star_atom
star_atom = NAME @Name / '(' star_target_atom_or_place ')' / '(' star_targets_tuple? ')' @Tuple / '[' star_targets_list? ']' @List
single_target = single_place / NAME @Name / '(' single_target ')'
single_place = place
place = long_primary '.' NAME !more @Attribute / long_primary '[' slices ']' !more @Subscript
long_primary = :long_postfix trailer
more = '(' / '[' / '.'
del_targets = ','%del_target ','?
del_target = place / del_atom
del_atom = NAME / '(' del_target ')' / '(' del_targets? ')' / '[' del_targets? ']'

# Mistakes.

bad_arguments = (','%positional ',' kwargs / kwargs) ',' a:'*' => IterableAfterKeyword a / a:expression b:for_clauses ',' (args / expression for_clauses)? => BareGenerator a..b / a:NAME b:'=' expression for_clauses => MaybeEquals a..b / a:args b:for_clauses => :generator a b / args ',' a:expression b:for_clauses => BareGenerator a..b / a:args ',' args => :positional a
bad_keyword = a:('True' / 'False' / 'None') b:'=' => CannotAssign a..b text:a / a:NAME b:'=' expression for_clauses => MaybeEquals a..b / !(NAME '=') a:expression b:'=' => PerhapsEquals a..b

bare_expression = :without_bad
bare_expression_of = disjunction 'if' disjunction 'else' expression @Conditional / disjunction / lambda
bad_legacy = a:NAME !'(' b:star_expressions => :legacy a b
bad_expression = !(NAME TEXT / SOFT_KEYWORD) a:disjunction b:bare_expression => :comma a b / a:disjunction 'if' b:disjunction !('else' / ':') => ExpectedElse a..b
bad_named = a:expression ':=' expression => CannotUseWalrus a name:a / a:NAME '=' b:bitwise_or !('=' / ':=') => MaybeEquals a..b / !(list / tuple / generator / 'True' / 'None' / 'False') a:bitwise_or b:'=' bitwise_or !('=' / ':=') => CannotAssignHere a name:a
bad_assignment = a:bad_annotated ':' expression => OnlySingleAnnotated a name:a / a:star_named_expression ',' star_named_expressions* ':' expression => OnlySingleTuple a / a:expression ':' expression => IllegalAnnotated a / target_is* a:star_expressions '=' => :target a star / target_is* a:yield '=' => AssignYield a / a:star_expressions augmented value => IllegalAugmented a name:a
bad_annotated = list / tuple / '(' bad_annotated ')'
bad_delete = 'del' a:star_expressions => :target a del
bad_block = NEWLINE !INDENT => IndentedBlock .
bad_comprehension = ('[' / '(' / '{') a:starred_expression for_clauses => UnpackingInComprehension a / ('[' / '{') a:star_named_expression ',' b:star_named_expressions for_clauses => ComprehensionTarget a..b / ('[' / '{') a:star_named_expression b:',' for_clauses => ComprehensionTarget a..b
bad_dict_comprehension = '{' a:'**' bitwise_or for_clauses '}' => DictUnpackingInComprehension a
bad_with_item = expression 'as' a:expression &(',' / ')' / ':') => :target a star
bad_for_target = 'async'? 'for' a:star_expressions => :target a for
bad_group = '(' a:starred_expression ')' => StarredHere a / '(' a:'**' expression ')' => DoubleStarredHere a
bad_imported = import_list ',' NEWLINE => TrailingComma .
with_part = expression with_as?
with_parts = expressions with_as?
with_as = 'as' star_target
bad_with = 'async'? 'with' ','%with_part NEWLINE => ExpectedColon . / 'async'? 'with' '(' ','%with_parts ','? ')' NEWLINE => ExpectedColon .
bad_with_indent = 'async'? a:'with' ','%with_part ':' NEWLINE !INDENT => IndentAfter . text:a line:a / 'async'? a:'with' '(' ','%with_parts ','? ')' ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_try = a:'try' ':' NEWLINE !INDENT => IndentAfter . text:a line:a / 'try' ':' block !('except' / 'finally') => ExpectedExcept . / 'try' ':' block* except+ a:'except' b:'*' expression as_name? ':' => BothExcepts a..b / 'try' ':' block* except_star+ a:'except' (expression as_name?)? ':' => BothExcepts a
bad_except = 'except' '*'? a:expression ',' expressions as_name? ':' => MultipleExcepts a.. / 'except' '*'? expression as_name? NEWLINE => ExpectedColon . / 'except' NEWLINE => ExpectedColon . / 'except' '*' (NEWLINE / ':') => ExpectedTypes .
bad_finally = a:'finally' ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_except_indent = a:'except' expression as_name? ':' NEWLINE !INDENT => IndentAfter . text:a line:a / a:'except' ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_except_star_indent = a:'except' '*' expression as_name? ':' NEWLINE !INDENT => IndentAfterExceptStar . line:a
bad_match = "match" subject NEWLINE => ExpectedColon . / a:"match" subject ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_case = "case" patterns guard? NEWLINE => ExpectedColon . / a:"case" patterns guard? ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_as_pattern = or_pattern 'as' a:"_" => UnderscoreTarget a / or_pattern 'as' !NAME a:expression => InvalidPatternTarget a
bad_class_pattern = name_or_attribute '(' (positional_patterns ',')? keyword_patterns ',' a:misplaced => PositionalPatterns a
misplaced = positional_patterns @Many
bad_if = 'if' named_expression NEWLINE => ExpectedColon . / a:'if' named_expression ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_elif = 'elif' named_expression NEWLINE => ExpectedColon . / a:'elif' named_expression ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_else = a:'else' ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_while = 'while' named_expression NEWLINE => ExpectedColon . / a:'while' named_expression ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_for = 'async'? 'for' star_targets 'in' star_expressions NEWLINE => ExpectedColon . / 'async'? a:'for' star_targets 'in' star_expressions ':' NEWLINE !INDENT => IndentAfter . text:a line:a
bad_def = 'async'? a:'def' NAME '(' params? ')' returns? ':' NEWLINE !INDENT => IndentAfterFunction . line:a
bad_class = 'class' NAME class_arguments? NEWLINE => ExpectedColon . / a:'class' NAME class_arguments? ':' NEWLINE !INDENT => IndentAfterClass . line:a
wrong_pairs = ','%pair ',' wrong_pair / expression ':' a:'*' bitwise_or => StarredValue a.. / expression a:':' &('}' / ',') => ExpectedValue a
wrong_pair = a:expression !':' => :colon a / expression ':' a:'*' bitwise_or => StarredValue a.. / expression a:':' &('}' / ',') => ExpectedValue a

param = NAME annotation?
star_param = NAME star_annotation
star_param_comma = star_param ',' / star_param &')'
annotation = ':' expression
star_annotation = ':' star_expression
lambda_param = NAME
"#;

/// The rules of parameters: `$` is put before their names for lambdas, and `$end` is what ends them.
pub(super) const PARAMETERS: &str = r#"
$params = bad_$parameters / $parameters
$parameters = $slash_plain $plain* $default* $star_etc? / $slash_default $default* $star_etc? / $plain+ $default* $star_etc? / $default+ $star_etc? / $star_etc
$slash_plain = $plain+ '/' ',' / $plain+ '/' &$end
$slash_default = $plain* $default+ '/' ',' / $plain* $default+ '/' &$end
$star_etc = bad_$star_etc / '*' $plain $maybe* $kwds? / $annotated_star '*' ',' $maybe+ $kwds? / $kwds
$kwds = bad_$kwds / '**' $plain
$plain = $param ',' / $param &$end
$default = $param $preset ',' / $param $preset &$end
$maybe = $param $preset? ',' / $param $preset? &$end
$preset = '=' expression / bad_$preset
bad_$preset = a:'=' &(')' / ',') => ExpectedDefault a
bad_$parameters = $plain* ($slash_default / $default+) a:$plain => NonDefault a / $plain* a:'(' $enclosed ','? b:')' => $Parenthesized a..b / a:'/' ',' => AtLeastOne a / ($slash_plain / $slash_default) $maybe* a:'/' => SlashOnce a / ($slash_plain / $slash_default)? $maybe* '*' (',' / $plain) $maybe* a:'/' => SlashAhead a / $maybe+ '/' a:'*' => CommaBetween a
bad_$star_etc = $named_after / '*' $param a:'=' => StarDefault a / '*' ($plain / ',') $maybe* a:'*' ($plain / ',') => StarOnce a
bad_$kwds = '**' $param a:'=' => KeywordDefault a / '**' $param ',' a:$param => AfterKeywords a / '**' $param ',' a:('*' / '**' / '/') => AfterKeywords a
"#;
