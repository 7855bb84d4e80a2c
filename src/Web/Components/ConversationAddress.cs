using System.Globalization;
using Chameleon.Web.Data;
using Microsoft.AspNetCore.Components;

namespace Chameleon.Web.Components;

/// <summary>Where a conversation's page is.</summary>
internal static class ConversationAddress
{
    private const string Folder = "c/";

    /// <summary>Its address.</summary>
    public static string Of(ConversationId conversation) => $"/{Folder}{conversation}";

    /// <summary>The conversation whose page is open; null on any other page.</summary>
    public static ConversationId? Read(NavigationManager navigation)
    {
        var path = navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0];
        return path.StartsWith(Folder, StringComparison.Ordinal) && long.TryParse(path.AsSpan(Folder.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new ConversationId(id)
            : null;
    }
}
