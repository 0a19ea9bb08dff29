//! The languages of the pages: what stands around the texts of the catalogue.

use crosscheck::catalog::Entry;
use crosscheck::catalog::EntryKind;
use crosscheck::catalog::Language;
use crosscheck::catalog::Wording;

/// The folder of a language's pages, below the site's.
pub(super) const fn folder(language: Language) -> &'static str {
    match language {
        Language::Chinese => "zh/",
        _ => "",
    }
}

/// What stands around the texts in a language.
pub(super) const fn words(language: Language) -> &'static Words {
    match language {
        Language::Chinese => &CHINESE,
        _ => &ENGLISH,
    }
}

/// The other language.
pub(super) const fn other(language: Language) -> Language {
    match language {
        Language::Chinese => Language::English,
        _ => Language::Chinese,
    }
}

/// A text of the catalogue in a language, else in English.
pub(super) fn told(wording: Wording, language: Language) -> Text {
    let text = wording.said_in(language);
    let is_english = language == Language::English || text.is_none();
    Text { text: text.unwrap_or(wording.english), is_english }
}

/// A text of the catalogue, as a page shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    pub(super) text: &'static str,
    pub(super) is_english: bool,
}

/// Every heading, label and link of a page.
#[derive(Debug)]
pub(super) struct Words {
    /// Its own name.
    pub(super) name: &'static str,
    pub(super) site: &'static str,
    pub(super) lab: &'static str,
    pub(super) title: &'static str,
    pub(super) heading: &'static str,
    pub(super) intro: &'static str,
    pub(super) search: &'static str,
    /// What is said where a search finds nothing.
    pub(super) none: &'static str,
    /// By what everything is found.
    pub(super) everywhere: &'static str,
    pub(super) guides: &'static str,
    pub(super) stop: &'static str,
    pub(super) why: &'static str,
    pub(super) fix: &'static str,
    pub(super) see: &'static str,
    pub(super) see_live: &'static str,
    pub(super) see_told: &'static str,
    pub(super) start_lab: [&'static str; 2],
    pub(super) smallest: &'static str,
    pub(super) in_part: &'static str,
    pub(super) editor: &'static str,
    pub(super) on_server: &'static str,
    pub(super) on_page: &'static str,
    pub(super) must_say: &'static str,
    pub(super) to_options: &'static str,
    pub(super) itself: &'static str,
    pub(super) configuration: &'static str,
    pub(super) another_server: &'static str,
    pub(super) console: &'static str,
    pub(super) code_of_chromium: &'static str,
    pub(super) read_on: &'static str,
    pub(super) standard: &'static str,
    pub(super) terminal: &'static str,
    /// Rule, finding, header, check.
    kinds: [&'static str; 4],
    plurals: [&'static str; 4],
}

impl Words {
    /// What kind of thing a name stands for.
    pub(super) const fn kind(&self, kind: EntryKind) -> &'static str {
        self.kinds[kind as usize]
    }

    /// Several of them, as a heading.
    pub(super) const fn plural(&self, kind: EntryKind) -> &'static str {
        self.plurals[kind as usize]
    }
}

static ENGLISH: Words = Words {
    name: "English",
    site: "crosscheck docs",
    lab: "the lab",
    title: "CORS, explained",
    heading: "What CORS says no to, and why",
    intro: "Every rule, finding, header and check that crosscheck knows, with the fix for your server.",
    search: "Search: words of the console, a status, a header, a name",
    none: "Nothing has all of these words. Paste the whole line into the lab: it reads consoles, commands, headers and HAR files.",
    everywhere: "cors cross-origin",
    guides: "Guides",
    stop: ".",
    why: "Why",
    fix: "How to fix it",
    see: "See it",
    see_live: "See it happen, in your own browser",
    see_told: "See what the engine predicts of it",
    start_lab: ["Start the lab with ", " and open this page there: it leads to a live scene."],
    smallest: "The smallest policy that has this finding:",
    in_part: "The beginning of the smallest policy that has this finding:",
    editor: "Open it in the policy editor",
    on_server: "On the server",
    on_page: "On the page",
    must_say: "What the server must say",
    to_options: "In the answer to OPTIONS, with status 204:",
    itself: "In the answer itself:",
    configuration: "As configuration",
    another_server: "another server",
    console: "What the console says",
    code_of_chromium: "Chromium's code: ",
    read_on: "Read on",
    standard: "the standard",
    terminal: "on a terminal: ",
    kinds: [
        EntryKind::Rule.name(),
        EntryKind::Finding.name(),
        EntryKind::Header.name(),
        EntryKind::Check.name(),
    ],
    plurals: [
        "Rules that a request can break",
        "Findings about a policy",
        "Headers",
        "Findings about a server",
    ],
};

static CHINESE: Words = Words {
    name: "中文",
    site: "crosscheck 文档",
    lab: "实验室",
    title: "跨域（CORS）详解",
    heading: "跨域（CORS）为什么失败，怎么解决",
    intro: "crosscheck 所知的每条跨域规则、检查结果与响应头，以及在你的服务器上怎么解决。",
    search: "搜索：控制台里的文字、状态码、响应头或名称",
    none: "没有同时包含这些词的内容。把整行报错贴进实验室：它能读懂控制台报错、命令、响应头和 HAR 文件。",
    everywhere: "跨域 跨域问题 跨域报错 跨源 cors",
    guides: "指南",
    stop: "。",
    why: "为什么",
    fix: "如何修复",
    see: "亲眼看看",
    see_live: "在你自己的浏览器中看它发生",
    see_told: "看引擎对它的预测",
    start_lab: ["用 ", " 启动实验室，并在那里打开本页：它会带你到实时场景。"],
    smallest: "会得到此结果的最小策略：",
    in_part: "会得到此结果的最小策略的开头：",
    editor: "在策略编辑器中打开",
    on_server: "在服务器上",
    on_page: "在页面上",
    must_say: "服务器必须怎样应答",
    to_options: "在对 OPTIONS 的应答中，状态为 204：",
    itself: "在应答本身中：",
    configuration: "写成配置",
    another_server: "其他服务器",
    console: "控制台会显示什么",
    code_of_chromium: "Chromium 的代码：",
    read_on: "延伸阅读",
    standard: "标准",
    terminal: "在终端中：",
    kinds: ["规则", "对策略的检查结果", "请求头与响应头", "对服务器的检查结果"],
    plurals: ["请求可能违反的跨域规则", "对策略的检查结果", "请求头与响应头", "对服务器的检查结果"],
};

/// What a search in Chinese looks through.
pub(super) fn searched_in_chinese(entry: Entry) -> Vec<&'static str> {
    let texts = [Some(entry.what()), entry.why(), entry.fix()].into_iter().flatten();
    texts.filter_map(|text| text.chinese).collect()
}

#[cfg(test)]
mod tests {
    use crosscheck::catalog::Entry;

    #[test]
    fn everything_is_told_in_chinese_in_a_sentence() {
        for entry in Entry::all() {
            let name = entry.name();
            let what = entry.what().chinese.unwrap_or_else(|| panic!("{name}"));
            let is_chinese = what.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(is_chinese && what.matches('`').count().is_multiple_of(2), "{name}: {what}");
        }
    }
}
