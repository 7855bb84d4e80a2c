namespace Chameleon.Web.Markdown.Highlighting;

/// <summary>The languages whose code is coloured.</summary>
internal static class CodeLanguages
{
    private static readonly QuoteRule SlashLine = new("//", "", CodeKind.Comment, Escapes: false);
    private static readonly QuoteRule SlashBlock = new("/*", "*/", CodeKind.Comment, Escapes: false, IsLong: true);
    private static readonly QuoteRule HashLine = new("#", "", CodeKind.Comment, Escapes: false);
    private static readonly QuoteRule Double = new("\"", "\"");
    private static readonly QuoteRule Single = new("'", "'");

    private static readonly CodeLanguage CSharp = new()
    {
        Keywords = Words("""
            abstract as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
            explicit extern false field finally fixed float for foreach get global goto if implicit in init int interface internal is lock long nameof namespace
            new not null object operator or out override params partial private protected public readonly record ref required return sbyte sealed set short
            sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using value var virtual void volatile
            when where while with yield and
            """),
        Quotes =
        [
            SlashLine, SlashBlock,
            new("$\"\"\"", "\"\"\"", Escapes: false, IsLong: true), new("\"\"\"", "\"\"\"", Escapes: false, IsLong: true),
            new("$@\"", "\"", Escapes: false, IsLong: true), new("@$\"", "\"", Escapes: false, IsLong: true), new("@\"", "\"", Escapes: false, IsLong: true),
            new("$\"", "\""), Double, Single,
        ],
    };

    private static readonly CodeLanguage Python = new()
    {
        Keywords = Words("""
            False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match
            nonlocal not or pass raise return self try while with yield
            """),
        Quotes = [HashLine, new("\"\"\"", "\"\"\"", IsLong: true), new("'''", "'''", IsLong: true), Double, Single],
    };

    private static readonly CodeLanguage Json = new()
    {
        Keywords = Words("true false null"),
        Quotes = [SlashLine, SlashBlock, Double],
        HasTypes = false,
        HasKeys = true,
    };

    private static readonly CodeLanguage Script = new()
    {
        Keywords = Words("""
            abstract any as async await boolean break case catch class const continue debugger declare default delete do else enum export extends false finally
            for from function get if implements import in infer instanceof interface is keyof let namespace never new null number object of override private
            protected public readonly return satisfies set static string super switch symbol this throw true try type typeof undefined unknown var void while
            with yield
            """),
        Quotes = [SlashLine, SlashBlock, new("`", "`", IsLong: true), Double, Single],
    };

    private static readonly CodeLanguage Shell = new()
    {
        Keywords = Words("""
            alias break case cd continue declare do done echo elif else esac eval exec exit export false fi for function if in local printf read readonly
            return set shift source sudo test then trap true unset until while
            """),
        Quotes = [HashLine, new("\"", "\"", IsLong: true), new("'", "'", Escapes: false, IsLong: true)],
        HasTypes = false,
        Variable = '$',
        HashBeginsWord = true,
    };

    private static readonly CodeLanguage Sql = new()
    {
        Keywords = Words(
            """
            add all alter and as asc begin between by case check collate column commit constraint create cross database default delete desc distinct drop else
            end exists explain false foreign from full group having if in index inner insert int integer intersect into is join key left like limit not null
            offset on or order outer over partition primary references replace returning right rollback select set table text then transaction trigger true
            union unique update using values varchar view when where with
            """,
            StringComparer.OrdinalIgnoreCase),
        Quotes = [new("--", "", CodeKind.Comment, Escapes: false), SlashBlock, new("'", "'", Escapes: false, IsLong: true), new("\"", "\"", Escapes: false)],
        HasTypes = false,
    };

    /// <summary>A language by the name that follows the fence; null when it is not coloured by words.</summary>
    public static CodeLanguage? Find(string name) => name.ToLowerInvariant() switch
    {
        "csharp" or "cs" or "c#" => CSharp,
        "python" or "py" or "python3" => Python,
        "json" or "jsonc" or "json5" => Json,
        "javascript" or "js" or "jsx" or "typescript" or "ts" or "tsx" or "mjs" => Script,
        "bash" or "sh" or "shell" or "zsh" or "console" => Shell,
        "sql" or "sqlite" or "postgresql" or "mysql" => Sql,
        _ => null,
    };

    /// <summary>Whether it is a language of tags.</summary>
    public static bool IsMarkup(string name) =>
        name.ToLowerInvariant() is "html" or "xml" or "svg" or "xhtml" or "razor" or "xaml" or "csproj";

    private static HashSet<string> Words(string words, StringComparer? comparer = null) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(comparer ?? StringComparer.Ordinal);
}
