//! What shows a name of the documentation: a scenario, a scene, a policy; or why nothing does.

use crosscheck::scenario::Scenario;
use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap;

/// How a name can be seen.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Example {
    /// A page and its servers: played in the visitor's browser, unless there is a `why`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Scenario>,
    /// One of the lab's scenes, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene: Option<&'static str>,
    /// The smallest policy file that has the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Why no browser can show it here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

impl Example {
    /// Whether it happens in the visitor's own browser.
    pub const fn is_live(&self) -> bool {
        self.why.is_none() && (self.scenario.is_some() || self.scene.is_some())
    }
}

/// Why no browser can show something in the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// It is about how a file is written.
    File,
    /// A setting or a permission decides it.
    Setting,
    /// It takes a page, or a server, that is not on this machine.
    Loopback,
    /// It takes a server that does not answer.
    Answer,
    /// It takes a body that is sent while it is made.
    Stream,
    /// It takes a page that came with more than the lab's pages do.
    Page,
    /// It is no matter of a request and its answer.
    Beyond,
    /// No browser of today does it.
    Past,
}

impl Why {
    /// One sentence.
    pub const fn english(self) -> &'static str {
        match self {
            Self::File => {
                "No browser can show this: it is about how the file is written, and no page ever sees \
                 that."
            }
            Self::Setting => {
                "No page can show this: a setting of the browser, or its user, decides it."
            }
            Self::Loopback => {
                "The lab cannot show this live: its pages and servers are all on this machine, \
                 without TLS."
            }
            Self::Answer => {
                "The lab cannot show this live: its servers answer whatever they are asked."
            }
            Self::Stream => {
                "The lab cannot show this live: only some browsers stream a body, over HTTP/2, and \
                 its servers speak HTTP/1.1."
            }
            Self::Page => {
                "The lab cannot show this live: its pages have no embedder policy, and none of their \
                 elements has `integrity`."
            }
            Self::Beyond => {
                "The lab cannot show this: it plays requests and their answers, and something else in the \
                 page or in the browser decides this."
            }
            Self::Past => "No browser of today can show this.",
        }
    }

    /// The same in Chinese.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::File => "没有浏览器能演示它：它关乎文件的写法，没有页面会看到。",
            Self::Setting => "没有页面能演示它：由浏览器的设置或用户决定。",
            Self::Loopback => "实验室无法实时演示它：它的页面和服务器都在本机，而且不用 TLS。",
            Self::Answer => "实验室无法实时演示它：它的服务器对任何请求都会应答。",
            Self::Stream => {
                "实验室无法实时演示它：只有部分浏览器能以流发送主体，而且须经 HTTP/2；它的服务器只用 HTTP/1.1。"
            }
            Self::Page => "实验室无法实时演示它：它的页面没有嵌入者策略，元素也没有 `integrity`。",
            Self::Beyond => {
                "实验室无法演示它：实验室演示的是请求与响应，而这由页面或浏览器的其他部分决定。"
            }
            Self::Past => "如今没有浏览器能演示它。",
        }
    }
}

/// The sentence in each language that the page has.
impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut languages = serializer.serialize_map(Some(2))?;
        languages.serialize_entry("en", self.english())?;
        languages.serialize_entry("zh-CN", self.chinese())?;
        languages.end()
    }
}
