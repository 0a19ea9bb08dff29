//! Why an API refuses before anything is sent.

use core::fmt;

/// The API refused before anything was sent; script gets an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetUpError {
    /// Not a URL, or one with a user name or password.
    InvalidUrl,
    /// Not a method, or one that no script may use.
    InvalidMethod,
    /// Not a header name or value.
    InvalidHeader,
    /// `no-cors` with a method that is not safelisted.
    MethodNeedsCors,
    /// A body with `GET` or `HEAD`.
    BodyNotAllowed,
    /// A body whose type no beacon may carry unasked.
    StreamNeedsCors,
    /// A stream for a body, which the browser does not send.
    StreamsNotSupported,
    /// `only-if-cached` without `same-origin`.
    CacheModeNeedsSameOrigin,
    /// The API asks nobody: the browser answers itself.
    AsksNobody,
    /// `targetAddressSpace` that is none.
    InvalidAddressSpace,
    /// A mode that no script may use.
    InvalidMode,
    /// A module of a type that the browser does not know, or not where it is imported.
    UnknownModuleType,
    /// A preload for what the browser preloads nothing for: its element is told of an error.
    UnknownDestination,
    /// `importScripts()` in a worker whose script is a module.
    ScriptsInModule,
    /// A form in a sandbox that lets none be sent.
    SandboxedForm,
    /// The browser has no such API, or not here.
    NotInThisBrowser,
    /// The engine does not play this API yet.
    NotPlayed,
}

impl SetUpError {
    /// The member of what the page asked that is to blame, as script and scenarios spell it.
    pub const fn member(self) -> &'static str {
        match self {
            Self::InvalidUrl => "url",
            Self::InvalidMethod | Self::MethodNeedsCors => "method",
            Self::InvalidHeader => "headers",
            Self::BodyNotAllowed | Self::StreamNeedsCors | Self::StreamsNotSupported => "body",
            Self::CacheModeNeedsSameOrigin => "cache",
            Self::InvalidAddressSpace => "targetAddressSpace",
            Self::InvalidMode => "mode",
            Self::UnknownDestination => "as",
            Self::AsksNobody
            | Self::UnknownModuleType
            | Self::ScriptsInModule
            | Self::SandboxedForm
            | Self::NotInThisBrowser
            | Self::NotPlayed => "api",
        }
    }
}

impl SetUpError {
    /// The same in simplified Chinese.
    pub const fn in_chinese(&self) -> &'static str {
        match self {
            Self::InvalidUrl => "URL 无效，或带有用户名、密码",
            Self::InvalidMethod => "方法无效，或脚本不能使用",
            Self::InvalidHeader => "请求头的名称或值无效",
            Self::MethodNeedsCors => "`no-cors` 模式只允许 GET、HEAD 和 POST",
            Self::BodyNotAllowed => "GET 和 HEAD 没有请求体",
            Self::StreamsNotSupported => "浏览器不发送流式请求体",
            Self::StreamNeedsCors => "流式请求体需要 `cors` 或 `same-origin` 模式",
            Self::CacheModeNeedsSameOrigin => "`only-if-cached` 需要 `same-origin` 模式",
            Self::AsksNobody => "这个 API 不发请求：由浏览器自己回答",
            Self::InvalidAddressSpace => "没有叫这个名字的地址空间",
            Self::InvalidMode => "脚本不能使用这个模式",
            Self::UnknownModuleType => "浏览器不认识这种类型的模块，或在这里不认识",
            Self::UnknownDestination => "浏览器不为这种用途预加载",
            Self::ScriptsInModule => "模块用 import，不能加载脚本",
            Self::SandboxedForm => "文档在沙箱里，而且没有 `allow-forms`",
            Self::NotInThisBrowser => "浏览器没有这个 API，或在这个页面上没有",
            Self::NotPlayed => "引擎还不能模拟这个 API",
        }
    }
}

impl fmt::Display for SetUpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidUrl => "the URL is not one, or carries a user name or password",
            Self::InvalidMethod => "the method is not one, or no script may use it",
            Self::InvalidHeader => "a header's name or value is not one",
            Self::MethodNeedsCors => "mode `no-cors` allows GET, HEAD and POST only",
            Self::BodyNotAllowed => "GET and HEAD have no body",
            Self::StreamsNotSupported => "the browser sends no streamed body",
            Self::StreamNeedsCors => "a streamed body needs mode `cors` or `same-origin`",
            Self::CacheModeNeedsSameOrigin => "`only-if-cached` needs mode `same-origin`",
            Self::AsksNobody => "the API asks nobody: the browser answers itself",
            Self::InvalidAddressSpace => "no address space has this name",
            Self::InvalidMode => "no script may use this mode",
            Self::UnknownModuleType => "the browser knows no modules of this type, or not here",
            Self::UnknownDestination => "the browser preloads nothing for this use",
            Self::ScriptsInModule => "modules import, and load no scripts",
            Self::SandboxedForm => "the document is sandboxed, and `allow-forms` is not set",
            Self::NotInThisBrowser => "the browser has no such API, or not on this page",
            Self::NotPlayed => "the engine does not play this API yet",
        })
    }
}

impl core::error::Error for SetUpError {}
