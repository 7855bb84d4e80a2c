using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Chameleon.Web.Languages;

/// <summary>In which language the page speaks: as the person chose, or else as their browser asks for.</summary>
internal static class PageLanguage
{
    /// <summary>The cookie that keeps what a person chose; the page's script sets it.</summary>
    public const string Cookie = "chameleon-language";

    private const int MostWishes = 32;

    // Without the system's tables of languages a name with a script in it, zh-Hans, is spelled in a way that finds no words.
    /// <summary>All languages; the first is spoken where none of the others is asked for.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = [new("en"), new("ko"), new("zh-CN")];

    /// <summary>The name of the one that is spoken, for <c>lang</c>.</summary>
    public static string Current => All.FirstOrDefault(language => language.Name == CultureInfo.CurrentUICulture.Name)?.Name ?? All[0].Name;

    /// <summary>Answers each request, and whatever stays open behind it, in its language.</summary>
    public static IApplicationBuilder UsePageLanguage(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        Speak(Choose(context.Request));
        return next(context);
    });

    /// <summary>Speaks a language from here on.</summary>
    public static void Speak(CultureInfo language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language;

    private static CultureInfo Choose(HttpRequest request) =>
        All.FirstOrDefault(language => language.Name == request.Cookies[Cookie])
        ?? Wishes(request).Select(Match).FirstOrDefault(language => language is not null)
        ?? All[0];

    /// <summary>What the browser asks for, the dearest first.</summary>
    private static IEnumerable<string> Wishes(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var wishes)
            ? wishes.Take(MostWishes).Where(wish => wish.Quality != 0).OrderByDescending(wish => wish.Quality ?? 1).Select(wish => wish.Value.ToString())
            : [];

    private static CultureInfo? Match(string wish) => wish.Split('-') switch
    {
        [var one, ..] when Is(one, "en") => All[0],
        [var one, ..] when Is(one, "ko") => All[1],
        [var one] when Is(one, "zh") => All[2],
        [var one, var script, ..] when Is(one, "zh") && (Is(script, "Hans") || Is(script, "CN") || Is(script, "SG")) => All[2],
        _ => null,
    };

    private static bool Is(string text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
