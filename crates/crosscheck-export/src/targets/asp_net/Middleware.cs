// It was not run there: try it with `crosscheck check` before you rely on it. It needs C# 11.
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

/// <summary>Answers preflights, and says on every answer what the policy says of CORS.</summary>
public static class CrosscheckCors
{
    private sealed record Rule(string For, HashSet<string> Origins, string[] Patterns, string[] Methods, string[] Headers);

    private sealed record Data(
        string[][] Paths,
        string Elsewhere,
        string[] Left,
        Dictionary<string, Rule[]> Rules,
        string[] Removed,
        Dictionary<string, Dictionary<string, string>> Answers);

    private static readonly Data Policy = JsonSerializer.Deserialize<Data>(
        Text, new JsonSerializerOptions(JsonSerializerDefaults.Web))!;

    public static IApplicationBuilder UseCrosscheckCors(this IApplicationBuilder app) => app.Use(Answer);

    private static Task Answer(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var origin = request.Headers["Origin"].ToString();
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var path = target.Split('?', '#')[0];
        var number = Policy.Paths.FirstOrDefault(line => Fits(line[0], path, line[1]))?[2] ?? Policy.Elsewhere;
        var rules = Policy.Rules.GetValueOrDefault(number) ?? new Rule[0];
        var at = System.Array.FindIndex(rules, rule => Lists(rule, origin));
        var key = at < 0 ? number : $"{number}.{at}";
        var isLeft = Policy.Left.Contains(number);
        var asked = request.Headers["Access-Control-Request-Method"].ToString();
        var isPreflight = request.Method == "OPTIONS" && origin != "" && asked != "" && !isLeft;
        if (isPreflight)
        {
            var names = request.Headers["Access-Control-Request-Headers"].ToString();
            key += at >= 0 && Permits(rules[at], asked, names) ? "+" : "-";
        }
        context.Response.OnStarting(() =>
        {
            Say(context.Response.Headers, key, origin, isLeft);
            return Task.CompletedTask;
        });
        if (!isPreflight)
        {
            return next(context);
        }
        context.Response.StatusCode = at < 0 ? 403 : 204;
        return context.Response.CompleteAsync();
    }

    private static bool Fits(string pattern, string text, string flags) => Regex.IsMatch(
        text,
        $@"\A(?:{pattern})\z",
        RegexOptions.CultureInvariant | (flags == "" ? RegexOptions.None : RegexOptions.IgnoreCase));

    private static bool Lists(Rule rule, string origin) => rule.For == "listed"
        ? rule.Origins.Contains(origin) || rule.Patterns.Any(pattern => Fits(pattern, origin, ""))
        : rule.For == "anybody" || origin != "";

    private static bool Permits(Rule rule, string asked, string list)
    {
        var names = list.Split(',').Select(name => name.Trim(' ', '\t').ToLowerInvariant());
        var named = new[] { "GET", "HEAD", "POST" }.Concat(rule.Methods);
        return (rule.Methods.Contains("*") || named.Contains(asked))
            && names.All(name => name == ""
                || rule.Headers.Contains(name)
                || (rule.Headers.Contains("*") && name != "authorization"));
    }

    private static void Say(IHeaderDictionary headers, string key, string origin, bool isLeft)
    {
        foreach (var name in isLeft ? new string[0] : Policy.Removed)
        {
            headers.Remove(name);
        }
        foreach (var (name, value) in Policy.Answers.GetValueOrDefault(key) ?? new())
        {
            if (name == "vary")
            {
                headers.Append(name, value);
            }
            else if (value == "")
            {
                headers.Remove(name);
            }
            else
            {
                headers[name] = value == "$origin" ? origin : value;
            }
        }
    }

    private const string Text = """"
POLICY_DATA
"""";
}
