namespace Chameleon.Web.Access;

/// <summary>Where people log in, and where they go then.</summary>
internal static class LoginAddress
{
    /// <summary>The page.</summary>
    public const string Path = "/login";

    /// <summary>The page, from which it goes on to where somebody wanted to go.</summary>
    public static string Of(string wanted) => wanted == "/" ? Path : $"{Path}?to={Uri.EscapeDataString(wanted)}";

    /// <summary>Where to go on to: a page of ours, whatever the address says.</summary>
    public static string Next(string? wanted) => wanted is ['/', .. var rest] && rest is not ['/' or '\\', ..] && !wanted.Any(char.IsControl) ? wanted : "/";
}
