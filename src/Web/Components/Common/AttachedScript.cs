using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Chameleon.Web.Components.Common;

/// <summary>
/// A script that works on an element of a component and calls it back, from its first render until it goes. It may go at
/// any moment, also while the script is still on its way. Used on the page's thread of components only.
/// </summary>
/// <typeparam name="T">The component.</typeparam>
/// <param name="js">The browser.</param>
/// <param name="path">The script, which exports <c>attach</c> and <c>detach</c>.</param>
/// <param name="owner">The component.</param>
internal sealed class AttachedScript<T>(IJSRuntime js, string path, T owner) : IAsyncDisposable
    where T : class
{
    private readonly DotNetObjectReference<T> self = DotNetObjectReference.Create(owner);
    private IJSObjectReference? module;
    private ElementReference root;
    private bool isGone;

    /// <summary>Whether it works.</summary>
    public bool IsAttached => module is not null && !isGone;

    /// <summary>Fetches it and lets it begin.</summary>
    /// <param name="element">What it works on.</param>
    /// <param name="arguments">What else it is told.</param>
    public async Task AttachAsync(ElementReference element, params object[] arguments)
    {
        try
        {
            var fetched = await js.InvokeAsync<IJSObjectReference>("import", path);
            if (isGone)
            {
                await fetched.DisposeAsync();
                return;
            }

            (module, root) = (fetched, element);
            await module.InvokeVoidAsync("attach", [root, self, .. arguments]);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone.
        }
    }

    /// <summary>Has it do something; nothing before it is there.</summary>
    public async Task CallAsync(string function, params object[] arguments)
    {
        if (IsAttached)
        {
            await module!.InvokeVoidAsync(function, [root, .. arguments]);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        isGone = true;
        self.Dispose();
        try
        {
            if (module is not null)
            {
                await module.InvokeVoidAsync("detach", root);
                await module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and what was attached with it.
        }
    }
}
