using System.Globalization;
using Chameleon.Web.Languages;
using Microsoft.AspNetCore.Components;

namespace Chameleon.Web.Components;

/// <summary>
/// A component that speaks its page's language whoever makes it draw: what happens elsewhere in the program comes from
/// threads that speak another.
/// </summary>
public abstract class PageComponent : ComponentBase
{
    private readonly CultureInfo language = CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        PageLanguage.Speak(language);
        return true;
    }
}
