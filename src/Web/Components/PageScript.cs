using Chameleon.Web.Conversations;
using Microsoft.JSInterop;

namespace Chameleon.Web.Components;

/// <summary>What components ask of the browser. One per page; used on its thread of components only.</summary>
/// <param name="js">The browser.</param>
internal sealed class PageScript(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? module;

    /// <summary>Waits until the browser has drawn.</summary>
    public Task FrameAsync() => CallAsync("frame");

    /// <summary>Puts a draft into a composer that is not open.</summary>
    /// <param name="key">Whose draft it is.</param>
    /// <param name="pieces">What stands in it.</param>
    /// <param name="keep">Whether what stands there already stays before it.</param>
    public Task DraftAsync(string key, IReadOnlyList<MessagePiece> pieces, bool keep) => CallAsync("draft", key, pieces, keep);

    /// <summary>Has the browser fetch a file and keep it.</summary>
    public Task DownloadAsync(string address) => CallAsync("download", address);

    /// <summary>Keeps a value in the browser.</summary>
    public Task RememberAsync(string name, string value) => CallAsync("remember", name, value);

    /// <summary>What was kept there; null when nothing was.</summary>
    public async Task<string?> RecallAsync(string name)
    {
        try
        {
            return await (await ModuleAsync()).InvokeAsync<string?>("recall", name);
        }
        catch (JSDisconnectedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (module is { IsCompletedSuccessfully: true })
        {
            try
            {
                await module.Result.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The page is gone, and the module with it.
            }
        }
    }

    private async Task CallAsync(string function, params object?[] arguments)
    {
        try
        {
            await (await ModuleAsync()).InvokeVoidAsync(function, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone; whoever shows something on it is told in another way.
        }
    }

    private Task<IJSObjectReference> ModuleAsync() => module ??= js.InvokeAsync<IJSObjectReference>("import", "./js/interop.js").AsTask();
}
