//! What cannot be understood of another server's configuration, or deserves a word.

use crosscheck::catalog::Wording;

const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const REMARKS: &[Wording] = &[
    // Beside each of them.
    said("not understood", "不理解"),
    said("too wide", "过宽"),
    said("value elsewhere", "值在别处"),
    said(
        "nothing about CORS is in it, read as the configuration of {}",
        "作为 {1} 的配置读取，其中没有与跨域有关的内容",
    ),
    said("{} of {} parts that are about CORS understood", "与跨域有关的 {2} 处，理解了 {1} 处"),
    said(
        "{} of {} parts that are about CORS understood, {} more but for a value from elsewhere",
        "与跨域有关的 {2} 处，理解了 {1} 处，另有 {3} 处只缺别处给出的值",
    ),
    // Comments of the file itself.
    said("No page of another origin may read.", "其他源的页面都不能读取。"),
    said("No page of another origin may read here.", "其他源的页面在这里都不能读取。"),
    // What nothing can be read of, and what is not written.
    said("{}: it has more than {} MiB", "{1}：它超过了 {2} MiB"),
    said("{}: nothing in it tells whose configuration it is", "{1}：看不出这是哪种服务器的配置"),
    said("{}: configurations of {} are not read", "{1}：不能读取 {2} 的配置"),
    said("{}: line {}, column {}: {}", "{1}：第 {2} 行第 {3} 列：{=4}"),
    said("say whose it is: `--from nginx`", "请写明是哪种服务器：`--from nginx`"),
    said(
        "`crosscheck import --help` names what is read",
        "`crosscheck import --help` 列出可以读取的配置",
    ),
    said("no whole policy can be written for {}", "不能为 {1} 写出整份策略"),
    said(
        "`crosscheck export --help` names the servers",
        "`crosscheck export --help` 列出支持的服务器",
    ),
    said(
        "{} is there, and `crosscheck export` did not write it",
        "{1} 已经存在，而且不是 `crosscheck export` 写的",
    ),
    said(
        "choose another folder with `--out`, or move the file",
        "请用 `--out` 另选一个文件夹，或移走这个文件",
    ),
    said("no policy was given", "没有给出策略"),
    said(
        "name its file, as `--policy crosscheck.toml`; `crosscheck init` writes a first one",
        "请指定策略文件，例如 `--policy crosscheck.toml`；`crosscheck init` 可写出第一个策略文件",
    ),
    said("compare parts of the configurations", "请分段比较两份配置"),
    said("both mean the same", "两者含义相同"),
    said(
        "what was understood means the same; 1 part was not understood",
        "理解的部分含义相同；有 1 处不理解",
    ),
    said(
        "what was understood means the same; {} parts were not understood",
        "理解的部分含义相同；有 {1} 处不理解",
    ),
    said(
        "1 part was not understood: it may change more than this",
        "有 1 处不理解：变化可能不止这些",
    ),
    said(
        "{} parts were not understood: they may change more than this",
        "有 {1} 处不理解：变化可能不止这些",
    ),
    said("the policy file `{}` cannot be read: {}", "无法读取策略文件 `{1}`：{=2}"),
    said(
        "name an existing TOML file; `crosscheck policy schema` tells its form",
        "请指定一个已有的 TOML 文件；`crosscheck policy schema` 说明它的格式",
    ),
    said("that is a folder; name a TOML file in it", "那是一个文件夹；请指定其中的 TOML 文件"),
    said(
        "it is there, and this user may not read it; see who may with `ls -l`",
        "文件存在，但当前用户无权读取；请用 `ls -l` 查看谁可以读",
    ),
    said("the configuration `{}` cannot be read: {}", "无法读取配置 `{1}`：{=2}"),
    said(
        "name the file that a server reads, or `-` for standard input",
        "请指定服务器读取的文件，或用 `-` 表示标准输入",
    ),
    said("save it as UTF-8, which editors call an encoding", "请保存为 UTF-8，编辑器里叫作编码"),
    said("error", "错误"),
    said("hint", "建议"),
    said("it has more than {} MiB", "它超过了 {1} MiB"),
    said("nothing in it tells whose configuration it is", "看不出这是哪种服务器的配置"),
    said("configurations of {} are not read", "不能读取 {1} 的配置"),
    said("line {}, column {}: {}", "第 {1} 行第 {2} 列：{=3}"),
    // Values.
    said(
        "this is no literal: what it comes to is not known before the program runs",
        "这里不是字面量：程序运行之前不知道它的值",
    ),
    said(
        "every method or header may be used with credentials, and a policy lists them: the usual ones are written; add those that your pages use",
        "携带凭据时允许任何方法或请求头，而策略要逐个列出：已写入常用的，请补上你的页面用到的",
    ),
    said(
        "`*` is a name like any other where credentials are allowed",
        "允许凭据时，`*` 只是一个普通的名称",
    ),
    said(
        "the server sends `*`, which browsers refuse where a request carries credentials: everybody reads without",
        "服务器发送 `*`，请求携带凭据时浏览器会拒绝：所有人都只能不带凭据读取",
    ),
    said(
        "no browser sends it as an origin, so it lets nobody in",
        "浏览器不会把它作为源发送，所以不会放行任何人",
    ),
    said(
        "without GET no answer can be read: a policy cannot let pages send what they may not read",
        "没有 GET 就读不到应答：策略不能只允许页面发送而不允许读取",
    ),
    said(
        "a name with a wildcard in it; a policy lists whole names",
        "名称里有通配符；策略只列出完整的名称",
    ),
    said("what is left of it is no policy", "剩下的内容不成为策略"),
    said("a risk that is taken there: {}", "那里冒着风险：{=1}"),
    said("browsers remember for {} seconds at most", "浏览器最多保留 {1} 秒"),
    said("Echo 5 takes no pattern", "Echo 5 不接受模式"),
    said(
        "Echo answered `*` beside credentials with the page's own origin until February 2023, so that every site read as the visitor; since then it sends `*`, which browsers refuse. Which one runs is not known: written is that everybody reads without",
        "2023 年 2 月之前，允许凭据时 Echo 对 `*` 会用页面自己的源应答，任何网站都能以访问者的身份读取；此后它发送 `*`，浏览器会拒绝。不知道运行的是哪个版本：写入的是所有人不带凭据读取",
    ),
    said(
        "`*` is a header of that name here, and allows no other",
        "这里的 `*` 只是一个叫这个名字的请求头，不允许其他请求头",
    ),
    said("for which requests it does nothing is not known", "不知道它对哪些请求不起作用"),
    said(
        "without AllowWildcard it is compared as it stands, so it lets nobody in",
        "没有 AllowWildcard 时它按字面比较，所以不会放行任何人",
    ),
    said("it is compared as it stands, so it lets nobody in", "它按字面比较，所以不会放行任何人"),
    said("it is set under a condition, or in a function", "它是在条件里或函数里设置的"),
    said(
        "preflights are answered by what is behind, if at all",
        "预检由后面的程序应答，或根本没有应答",
    ),
    said(
        "the program does not start with a `*` that is no first label",
        "`*` 不是第一个标签时，程序不能启动",
    ),
    said("it has no effect: {}", "它没有作用：{=1}"),
    said("`*` means nothing where credentials are allowed", "允许凭据时 `*` 没有意义"),
    said(
        "every page of every site may read what is meant for the visitor",
        "任何网站的任何页面都能读取只给访问者本人看的内容",
    ),
    // What a program of rules comes to.
    said(
        "on this path itself the server says nothing; the rule covers it with what is below",
        "服务器对这条路径本身不写响应头；规则把它连同下级一起包括了",
    ),
    said(
        "below this path others may read than on it, which a rule cannot say",
        "这条路径的下级放行的源与它本身不同，规则无法表达",
    ),
    said(
        "it tells too much apart to be asked about all of it: import parts of it",
        "它区分的情况太多，无法全部检查：请分成几部分导入",
    ),
    said(
        "preflights on `{}` are answered, but the answers that follow have no `Access-Control-Allow-Origin`: nobody can read them",
        "`{1}` 上的预检有应答，但随后的应答没有 `Access-Control-Allow-Origin`：没有人能读取",
    ),
    said(
        "these may not read though others that cover them may, which a policy cannot say",
        "包括它们的条目可以读取，它们却不可以，策略无法表达",
    ),
    said("`{}` may read on `{}`, says the policy only", "只有策略允许 `{1}` 在 `{2}` 上读取"),
    said("`{}` may read on `{}`, says the server only", "只有服务器允许 `{1}` 在 `{2}` 上读取"),
    // Expressions.
    said("this part of the expression is not understood", "不理解表达式的这一部分"),
    said("it is nested too deeply", "嵌套太深"),
    said("a `(` is not closed", "有一个 `(` 没有闭合"),
    said("it is longer than {} bytes", "它超过了 {1} 字节"),
    said("a group is not closed", "有一个分组没有闭合"),
    said(
        "it looks ahead, which is understood at its beginning only",
        "它用了先行断言，只有放在开头才能理解",
    ),
    said("it looks around", "它用了环视断言"),
    said("it refers to a group", "它引用了分组"),
    said("it is too large", "它太大"),
    said("it is no expression that is understood here", "这里不理解这种表达式"),
    said("it fits too many kinds of texts to tell them apart", "它匹配的文字种类太多，无法区分"),
    said("what stands in front of the origins differs", "源前面的内容各不相同"),
    said("it does not fit `{}`, which its parts mean", "它不匹配 `{1}`，而它的各部分本应匹配"),
    said(
        "it lets `{}` in, and what else, no list of origins can say: left out of the policy; name the origins that are meant",
        "它放行 `{1}` 等，无法用源的列表表达：没有写入策略；请列出真正要放行的源",
    ),
    said(
        "it lets `{}` in, too: left out of the policy; what was meant is `{}`",
        "它也放行 `{1}`：没有写入策略；本意应是 `{2}`",
    ),
    said(
        "it lets `{}` in, too: left out of the policy; name the origins that are meant",
        "它也放行 `{1}`：没有写入策略；请列出真正要放行的源",
    ),
    said("there are more expressions than are looked into", "表达式太多，没有全部检查"),
    said("it is too large to be understood", "它太大，无法理解"),
    said("a comparison is expected", "这里应当是比较"),
    said("a list is expected", "这里应当是列表"),
    said("this operator is not known", "不认识这个运算符"),
    said("only its method and its path are read", "只读取它的方法和路径"),
    said("what it asks for is not known before there is a request", "没有请求时不知道它检查的内容"),
    said("a text is expected", "这里应当是文字"),
    said("an expression is expected", "这里应当是表达式"),
    said("an expression has no end", "有一个表达式没有结尾"),
    said("a header and its value are expected", "这里应当是一个头和它的值"),
    said("this function is not known", "不认识这个函数"),
    said("a placeholder is expected", "这里应当是占位符"),
    said("a field and an expression are expected", "这里应当是字段和表达式"),
    // YAML.
    said("this is not YAML", "这不是 YAML"),
    said("it has too many values", "它的值太多"),
    said("this refers to nothing", "它引用的东西不存在"),
    // One policy alone.
    said(
        "a policy is for one {}: import this block from a file of its own",
        "一份策略对应一个 {1}：请把这一块放进单独的文件导入",
    ),
    said(
        "a policy is for one {}: import this site from a file of its own",
        "一份策略对应一个 {1}：请把这个站点放进单独的文件导入",
    ),
    said(
        "a policy is for one {}: import each from a file of its own",
        "一份策略对应一个 {1}：请分别放进单独的文件导入",
    ),
    said(
        "a policy is for one {}: import each layer from a file of its own",
        "一份策略对应一个 {1}：请把每个 layer 放进单独的文件导入",
    ),
    said(
        "a policy is for one {}: import each virtual host from a file of its own",
        "一份策略对应一个 {1}：请把每个虚拟主机放进单独的文件导入",
    ),
    said(
        "a policy is for one {}: import each middleware from a file of its own",
        "一份策略对应一个 {1}：请把每个中间件放进单独的文件导入",
    ),
    said("a policy has nothing like it", "策略中没有这样的内容"),
    said(
        "a policy tells the time to all whom it lists, or to nobody",
        "策略要么让列出的所有源看到时间，要么都不让",
    ),
    said("rules are for a path and what is below it", "规则管一条路径和它的下级"),
    said(
        "rules are for a path and what is below it, and this is for others",
        "规则管一条路径和它的下级，这里管的是别的",
    ),
    said(
        "rules are for a path and what is below it, and this route is for others",
        "规则管一条路径和它的下级，这条路由管的是别的",
    ),
    said(
        "rules are for a path and what is below it, and this is an expression",
        "规则管一条路径和它的下级，而这里是表达式",
    ),
    // Apache.
    said("a section is not closed", "有一节没有闭合"),
    said(
        "what a file includes is not read: put its text in this place",
        "没有读取引入的文件：请把它的内容写在这里",
    ),
    said("`<Else>` is not understood", "不理解 `<Else>`"),
    said("it is for some methods only", "它只管部分方法"),
    said("this way of changing a header is not understood", "不理解这种修改响应头的方式"),
    said(
        "what its variable holds is not known before there is a request",
        "没有请求时不知道变量的值",
    ),
    said(
        "no variable holds `Origin` here: set one with SetEnvIf",
        "这里没有变量保存 `Origin`：请用 SetEnvIf 设置一个",
    ),
    said("it lacks its pattern", "缺少它的表达式"),
    // Caddy.
    said("blocks are nested too deeply", "块嵌套太深"),
    said("a `}` closes nothing", "有一个多余的 `}`"),
    said("a block has no `}` at its end", "有一个块的末尾没有 `}`"),
    said("a quotation mark is not closed", "有一个引号没有闭合"),
    said(
        "what a file or an unknown snippet holds is not read: put its text in this place",
        "没有读取文件或未知片段的内容：请把它写在这里",
    ),
    said("what replaces a part of a header is not understood", "不理解替换响应头一部分的写法"),
    said(
        "what its placeholder holds is not known before there is a request",
        "没有请求时不知道占位符的值",
    ),
    said("there is no matcher `@{}`", "没有匹配器 `@{1}`"),
    said(
        "what `{}` asks for is not known before there is a request",
        "没有请求时不知道 `{1}` 检查的内容",
    ),
    // HAProxy.
    said("there is no test", "没有检查条件"),
    said("the file that lists them is not at hand", "列出它们的文件不在手边"),
    said("a part between dots, which may be another's", "点与点之间的一段，可能属于别人"),
    said("this way of matching is not known", "不认识这种匹配方式"),
    said("there is no acl `{}`", "没有 acl `{1}`"),
    said("scripts are not read", "不读取脚本"),
    said("what it holds is not known before there is a request", "没有请求时不知道它的值"),
    said("what this configuration allows is not read", "不读取这个配置允许什么"),
    said("a header that the program sets by itself is not read", "不读取程序自己设置的响应头"),
    said(
        "this is another service's, or said in another way: it is not read here",
        "这是另一个服务的，或者用了另一种写法：这里不读取",
    ),
    said(
        "whether this is done is not known before the program runs",
        "程序运行前不知道是否会执行这一项",
    ),
    said(
        "another one is for the same paths: what one refuses, the other may let in",
        "另一个也管同样的路径：一个拒绝的，另一个可能放行",
    ),
    said(
        "this is a resource within a text: import it from a file of its own",
        "这是写在一段文本里的资源：请放进单独的文件导入",
    ),
    said(
        "only a `*.` at the start of a host stands for subdomains: it lets nobody in",
        "只有主机开头的 `*.` 表示子域名：这一项谁也不放行",
    ),
    said("it is no expression of PHP, and lets nobody in", "它不是 PHP 的正则表达式，谁也不放行"),
    said(
        "`{}` gives its value, which is not in this file: put what it comes to in its place",
        "它的值由 `{1}` 给出，不在这个文件里：请在这里写出它最终的值",
    ),
    said("this is no value that is known there", "那里不认识这个值"),
    said(
        "what a `*` within an origin stands for there is not documented: write the origins",
        "那里没有说明源里的 `*` 代表什么：请写出各个源",
    ),
    said(
        "its value is not in this file: put what it comes to in its place",
        "这个文件里没有它的值：请在这里写出它最终的值",
    ),
    said(
        "a policy is for one resource, and this is another's: import it from a file of its own",
        "一个策略对应一个资源，这是另一个资源的：请放进单独的文件导入",
    ),
    said(
        "where the origin says something of CORS by itself, that is sent on in place of this",
        "如果源站自己发出了 CORS 响应头，就原样转发源站的，不用这里的",
    ),
    said(
        "a header that is written out: preflights get none, and others whoever asks",
        "直接写出的响应头：预检没有它，其他请求不论来自谁都有",
    ),
    said(
        "it knows no patterns but `*` and `https://*`: this lets nobody in",
        "除了 `*` 和 `https://*`，它不认识通配：这一项谁也不放行",
    ),
    said("`{}` is not known", "不认识 `{1}`"),
    said("what its value holds is not known before there is a request", "没有请求时不知道它的值"),
    // nginx.
    said("a directive has no `;` at its end", "有一条指令的末尾没有 `;`"),
    said("a block has no name", "有一个块没有名称"),
    said(
        "its add_header drops those around it, so no page may read what fits, and a rule cannot name paths by an expression",
        "它的 add_header 使外层的失效，所以符合的路径任何页面都不能读取；而规则不能用表达式写路径",
    ),
    said(
        "its lines are nginx': import them from a file of their own",
        "这些行是 nginx 的：请放进单独的文件导入",
    ),
    // Gateways of Kubernetes and others.
    said("this annotation is not known", "不认识这个注解"),
    said(
        "without `enable-cors: \"true\"` it does nothing",
        "没有 `enable-cors: \"true\"` 时它不起作用",
    ),
    said("an origin begins with its scheme", "源以协议开头"),
    said(
        "a route for one method takes no preflights: another route answers them",
        "只管一个方法的路由收不到预检：由别的路由应答",
    ),
    said(
        "what a `*` within a name stands for differs from gateway to gateway: write the names",
        "名称中的 `*` 代表什么，各网关不同：请写出完整的名称",
    ),
    said("this matcher is not known", "不认识这个匹配条件"),
    said("without a list of origins it lets nobody in", "没有源的列表时不会放行任何人"),
    said("the origins stand elsewhere, in the plugin's metadata", "源写在别处：插件的元数据里"),
    said("whether the plugin runs is asked of each request", "插件是否运行取决于每个请求"),
    said("what the application answers to preflights is not known", "不知道应用怎样应答预检"),
    // Frameworks.
    said("this field is not known", "不认识这个字段"),
    said("this part is not known", "不认识这一部分"),
    said("this option is not known", "不认识这个选项"),
    said("this setting is not known", "不认识这个设置"),
    said("this argument is not known", "不认识这个参数"),
    said(
        "there is no setting of this name, so it does nothing",
        "没有这个名称的设置，所以它不起作用",
    ),
    said(
        "there is no option of this name, so it does nothing",
        "没有这个名称的选项，所以它不起作用",
    ),
    said("it is not read", "不读取它"),
    said(
        "it is set in several places: which one holds is not known before the program runs",
        "它在多处设置：程序运行之前不知道哪一处有效",
    ),
    said(
        "it is set once more further down, and the last one holds",
        "后面又设置了一次，以最后一次为准",
    ),
    said("another configuration is for the same paths", "另有一份配置管同样的路径"),
    said("the path that it is for is not seen", "看不出它管哪条路径"),
    said(
        "every scheme with that host is let in there; https and http are in the policy",
        "那里放行这个主机的任何协议；策略中写了 https 和 http",
    ),
    said(
        "without SetIsOriginAllowedToAllowWildcardSubdomains it lets nobody in",
        "没有 SetIsOriginAllowedToAllowWildcardSubdomains 时不会放行任何人",
    ),
    said(
        "ASP.NET Core takes no credentials beside every origin, and does not start: everybody reads without",
        "ASP.NET Core 不接受凭据与任何源并用，无法启动：所有人都只能不带凭据读取",
    ),
    said(
        "Spring refuses `*` beside credentials: nobody is let in",
        "Spring 拒绝 `*` 与凭据并用：不会放行任何人",
    ),
    said(
        "a function is understood as far as it looks an origin up in lists, texts and expressions",
        "函数只在用列表、文本和正则表达式查找源时才能理解",
    ),
    said("a policy lists who is let in, not who is not", "策略列出放行的源，不列出拒绝的源"),
    said(
        "whoever is not let in is answered with an error, their forms and images, too: by a policy they are answered without headers",
        "没有放行的源会得到错误，连它们的表单和图片也是：按策略则照常应答，只是不带响应头",
    ),
    said(
        "preflights for {} are refused there; by a policy it needs no permission",
        "那里会拒绝 {1} 的预检；按策略它不需要许可",
    ),
    said(
        "what {} is answered cannot be read there; by a policy it can",
        "那里读不到 {1} 的应答；按策略可以读",
    ),
];
