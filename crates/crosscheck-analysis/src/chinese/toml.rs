//! What the parser of TOML says of a policy file, in its words, where nobody has better ones.

use crosscheck::catalog::Wording;

const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const SYNTAX: &[Wording] = &[
    said("{}, expected {}", "{=1}，此处应为 {=2}"),
    said("nothing", "空"),
    said("newline", "换行"),
    said("string", "字符串"),
    said("digits", "数字"),
    said("letters", "字母"),
    said("numbers", "数字"),
    said("printable characters", "可见字符"),
    said("unquoted string", "不带引号的字符串"),
    said("unicode hexadecimal value", "Unicode 十六进制值"),
    // Brackets, commas, `=`.
    said("unclosed array", "列表没有用 `]` 结束"),
    said("unclosed table", "表头没有用 `]` 结束"),
    said("unclosed array table", "表数组的表头没有用 `]]` 结束"),
    said("unclosed inline table", "内联表没有用 `}` 结束"),
    said("missing table open", "缺少表头的 `[`"),
    said("missing array opening", "缺少列表的 `[`"),
    said("missing inline table opening", "缺少内联表的 `{`"),
    said("missing comma between array elements", "列表的元素之间缺少逗号"),
    said("missing comma between key-value pairs", "键值对之间缺少逗号"),
    said("extra comma in array", "列表里多了一个逗号"),
    said("extra comma in inline table", "内联表里多了一个逗号"),
    said("extra `=`", "多了一个 `=`"),
    said("unexpected `=` in array", "列表里不应有 `=`"),
    said("missing assignment between key-value pairs", "键与值之间缺少 `=`"),
    said("extra assignment between key-value pairs", "键值对之间多了一个 `=`"),
    said("invalid inline table element", "内联表里有无效的内容"),
    said("missing key for inline table element", "内联表的值缺少键"),
    // Keys and values.
    said("key with no value", "键没有值"),
    said("missing value for key", "键没有值"),
    said("missing value", "缺少值"),
    said("invalid key", "无效的键"),
    said("invalid key-value pair", "无效的键值对"),
    said("invalid unquoted key", "不带引号的键里有无效的字符"),
    said("unquoted keys cannot be empty", "不带引号的键不能为空"),
    said("invalid table", "无效的表头"),
    said("invalid value", "无效的值"),
    said("unexpected key or value", "此处不应有键或值"),
    said("unexpected content", "此处不应有内容"),
    said("string values must be quoted", "字符串必须加引号"),
    said("duplicate key", "键重复了"),
    said("cannot extend value of type {} with a dotted key", "不能用带点的键扩充 {1} 类型的值"),
    said("cannot recurse further; max recursion depth met", "嵌套太深"),
    // Strings and comments.
    said("missing opening quote", "缺少开头的引号"),
    said("missing escaped value", "反斜杠后面缺少转义字符"),
    said("too few unicode value digits", "Unicode 值的位数不够"),
    said("invalid string", "无效的字符串"),
    said("invalid basic string", "双引号字符串无效"),
    said("invalid literal string", "单引号字符串无效"),
    said("invalid multi-line basic string", "三个双引号的多行字符串无效"),
    said("invalid multi-line literal string", "三个单引号的多行字符串无效"),
    said("missing comment start", "缺少注释的 `#`"),
    said("invalid comment character", "注释里有无效的字符"),
    said("unexpected content between comment and newline", "注释与换行之间不应有内容"),
    said("carriage return must be followed by newline", "回车符后面必须是换行符"),
    // Numbers, dates.
    said("invalid boolean", "布尔值只能是 `true` 或 `false`"),
    said("invalid integer number", "无效的整数"),
    said("invalid float", "无效的小数"),
    said("invalid fraction", "小数部分无效"),
    said("invalid exponent", "指数无效"),
    said("invalid mantissa", "尾数无效"),
    said("invalid binary number", "无效的二进制数"),
    said("invalid octal number", "无效的八进制数"),
    said("invalid hexadecimal number", "无效的十六进制数"),
    said("invalid date-time", "无效的日期时间"),
    said("integer number overflowed", "整数太大"),
    said("floating-point number overflowed", "小数太大"),
    said("radix must be lowercase", "进制前缀必须小写"),
    said("integers with a radix cannot be signed", "带进制前缀的整数不能有正负号"),
    said("redundant integer number prefix", "多余的进制前缀"),
    said("redundant numeric sign", "多余的正负号"),
    said("unexpected leading zero", "数字不能以零开头"),
    said("unexpected sign", "此处不应有正负号"),
    said("`_` may only go between digits", "`_` 只能放在数字之间"),
];

#[cfg(test)]
mod tests {
    use crosscheck::catalog::FindingKind;
    use crosscheck_config::ReadOptions;
    use crosscheck_config::read;

    use crate::chinese::in_chinese;

    /// Whatever somebody mistypes in a policy is told in Chinese: a policy with each letter of a handful put
    /// at each place says all that the parser says of policies.
    #[test]
    fn no_mistake_of_typing_is_told_in_english_alone() {
        let policy = "[cors]\norigins = [\"https://a.example\"]\ncredentials = true\nmax_age_seconds = 600\n\
                      [[cors.rules]]\npaths = ['/x/*'] # all\n";
        let values = [
            "+-1",
            "0x",
            "0XFF",
            "0b2",
            "0o9",
            "-0x1",
            "1__0",
            "01",
            "1.",
            "1e",
            "1e+",
            "1.e1",
            "+1",
            "99999999999999999999",
            "1e999",
            "2026-13-01",
            "\"\\u12\"",
            "\"\\q\"",
            "\"\"\"a",
            "'''a",
            "'a",
            "{ a = 1",
            "{ a }",
            "{ = 1 }",
            "{ a = 1, , b = 2 }",
            "{ a = 1 b = 2 }",
            "[1,,2]",
            "[ = ]",
            "]",
            "}",
            "yes please",
            "\"a\" b",
            "# none",
            "a\rb",
            "#\u{1}",
            "{ a = 1, a = 2 }",
        ];
        let mut broken: Vec<String> =
            values.iter().map(|value| format!("{policy}name = {value}\n")).collect();
        for (at, _) in policy.char_indices() {
            let (before, after) = policy.split_at(at);
            broken.extend(
                ["=", "\"", "[", "]", "{", "}", ",", "\n", ".", "#", "\\", "'", "_", "\r"]
                    .map(|typed| format!("{before}{typed}{after}")),
            );
            broken.push(format!("{before}{}", &after[1..]));
            broken.push(before.into());
        }
        let mut english: Vec<String> = Vec::new();
        let mut count = 0;
        for text in &broken {
            for mistake in read("policy.toml", text, ReadOptions::default()).report.diagnostics {
                let is_syntax = mistake.kind == FindingKind::NotToml;
                count += usize::from(is_syntax);
                if is_syntax
                    && in_chinese(&mistake.text).is_none()
                    && !english.contains(&mistake.text)
                {
                    english.push(mistake.text);
                }
            }
        }
        assert!(count > 500, "{count}");
        assert_eq!(english, [""; 0]);
    }
}
