//! The languages of the pages: what stands around the texts of the tables, and those texts in Chinese.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::RULES_ZH;
use crate::explain::Kind;
use crate::explain::Topic;

/// A language that pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Chinese,
}

impl Language {
    pub(super) const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The folder of its pages, below the site's.
    pub(super) const fn folder(self) -> &'static str {
        match self {
            Self::English => "",
            Self::Chinese => "zh/",
        }
    }

    /// Its words.
    pub(super) const fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Chinese => &CHINESE,
        }
    }

    /// The other one.
    pub(super) const fn other(self) -> Self {
        match self {
            Self::English => Self::Chinese,
            Self::Chinese => Self::English,
        }
    }

    /// What a topic is, and whether that is in this language: all of them have it.
    pub(super) fn what(self, topic: &Topic) -> &str {
        match self {
            Self::English => topic.what,
            Self::Chinese => what_in_chinese(topic).unwrap_or(topic.what),
        }
    }

    /// Why it matters, in this language if there is such a text.
    pub(super) fn why(self, topic: &Topic) -> Option<Text<'_>> {
        let known = TEXTS.rules.get(topic.name).filter(|_| topic.kind == Kind::Rule);
        match (self, known) {
            (Self::Chinese, Some((_, why))) => Some(Text { text: why, is_english: false }),
            _ => topic.why.map(|text| Text { text, is_english: true }),
        }
    }
}

/// A text of the tables.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    pub(super) is_english: bool,
}

/// Every heading, label and link of a page.
#[derive(Debug)]
pub(super) struct Words {
    /// As `lang` says it.
    pub(super) code: &'static str,
    /// Its own name.
    pub(super) name: &'static str,
    pub(super) site: &'static str,
    pub(super) lab: &'static str,
    pub(super) title: &'static str,
    pub(super) heading: &'static str,
    pub(super) intro: &'static str,
    pub(super) search: &'static str,
    /// What is not in this language.
    pub(super) untranslated: Option<&'static str>,
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
    pub(super) const fn kind(&self, kind: Kind) -> &'static str {
        self.kinds[kind as usize]
    }

    /// Several of them, as a heading.
    pub(super) const fn plural(&self, kind: Kind) -> &'static str {
        self.plurals[kind as usize]
    }
}

static ENGLISH: Words = Words {
    code: "en",
    name: "English",
    site: "crosscheck docs",
    lab: "the lab",
    title: "CORS, explained",
    heading: "What CORS says no to, and why",
    intro: "Every rule, finding, header and check that crosscheck knows, with the fix for your server.",
    search: "Search: a name, a header, or words of the console",
    untranslated: None,
    stop: ".",
    why: "Why",
    fix: "How to fix it",
    see: "See it",
    see_live: "See it happen, in your own browser",
    see_told: "See what the engine foretells of it",
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
    console: "What the console says",
    code_of_chromium: "Chromium's code: ",
    read_on: "Read on",
    standard: "the standard",
    terminal: "on a terminal: ",
    kinds: [Kind::Rule.name(), Kind::Finding.name(), Kind::Header.name(), Kind::Check.name()],
    plurals: [
        "Rules that a request can break",
        "Findings about a policy",
        "Headers",
        "Findings about a server",
    ],
};

static CHINESE: Words = Words {
    code: "zh-CN",
    name: "中文",
    site: "crosscheck 文档",
    lab: "实验室",
    title: "CORS 详解",
    heading: "CORS 会拒绝什么，为什么",
    intro: "crosscheck 所知的每条规则、检查结果、标头与检查，以及针对你的服务器的修复方法。",
    search: "搜索：名称、标头，或控制台中的文字",
    untranslated: Some(
        "尚未翻译、以英文显示的内容：对策略与服务器的检查结果的“为什么”与“如何修复”、关于标头的建议、对服务器与页面的建议，\
         以及各服务器配置中的说明。控制台的原文保持浏览器所写的样子。",
    ),
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
    console: "控制台会显示什么",
    code_of_chromium: "Chromium 的代码：",
    read_on: "延伸阅读",
    standard: "标准",
    terminal: "在终端中：",
    kinds: ["规则", "对策略的检查结果", "标头", "对服务器的检查结果"],
    plurals: ["请求可能违反的规则", "对策略的检查结果", "标头", "对服务器的检查结果"],
};

/// What is wrong with a rule's name, and why browsers ask for it; what a finding is. The lab has
/// these, too.
#[derive(Debug, Deserialize)]
struct Texts {
    rules: BTreeMap<String, (String, String)>,
    findings: BTreeMap<String, String>,
}

/// What a header says, and what a check finds.
#[derive(Debug, Deserialize)]
struct More {
    headers: BTreeMap<String, String>,
    checks: BTreeMap<String, String>,
}

static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| serde_json::from_str(RULES_ZH).expect("the file is part of the program"));

static MORE: LazyLock<More> = LazyLock::new(|| {
    serde_json::from_str(include_str!("words-zh.json")).expect("the file is part of the program")
});

/// What a topic is, in Chinese.
pub(super) fn what_in_chinese(topic: &Topic) -> Option<&'static str> {
    let text = match topic.kind {
        Kind::Rule => TEXTS.rules.get(topic.name).map(|(what, _)| what),
        Kind::Finding => TEXTS.findings.get(topic.name),
        Kind::Header => MORE.headers.get(topic.name),
        Kind::Check => MORE.checks.get(topic.name),
    };
    text.map(String::as_str)
}

/// What a search in Chinese looks through.
pub(super) fn searched_in_chinese(topic: &Topic) -> Vec<&'static str> {
    let why = TEXTS.rules.get(topic.name).filter(|_| topic.kind == Kind::Rule);
    what_in_chinese(topic).into_iter().chain(why.map(|(_, why)| why.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::what_in_chinese;
    use crate::explain::topics;

    #[test]
    fn everything_is_told_in_chinese_in_a_sentence() {
        for topic in topics() {
            let what = what_in_chinese(&topic).unwrap_or_else(|| panic!("{}", topic.name));
            let is_chinese = what.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(
                is_chinese && what.matches('`').count().is_multiple_of(2),
                "{}: {what}",
                topic.name
            );
        }
    }
}
