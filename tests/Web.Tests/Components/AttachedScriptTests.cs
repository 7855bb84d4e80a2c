using Chameleon.Web.Components.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Chameleon.Web.Tests.Components;

public sealed class AttachedScriptTests
{
    [Fact]
    public async Task A_component_that_goes_while_its_script_is_fetched_leaves_nothing_behind()
    {
        var browser = new Browser();
        var script = new AttachedScript<AttachedScriptTests>(browser, "./x.js", this);
        var attaching = script.AttachAsync(default);

        await script.DisposeAsync();
        browser.Fetched.SetResult();
        await attaching;

        Assert.False(script.IsAttached);
        Assert.Equal(["import", "dispose"], browser.Calls);
    }

    [Fact]
    public async Task It_begins_is_called_and_ends_with_its_component()
    {
        var browser = new Browser();
        browser.Fetched.SetResult();
        await using (var script = new AttachedScript<AttachedScriptTests>(browser, "./x.js", this))
        {
            await script.CallAsync("early");
            await script.AttachAsync(default, "more");
            await script.CallAsync("scrollTo", 7);
        }

        Assert.Equal(["import", "attach 3", "scrollTo 2", "detach 1", "dispose"], browser.Calls);
    }

    [Fact]
    public async Task A_page_that_is_gone_is_no_mistake()
    {
        var browser = new Browser();
        browser.Fetched.SetException(new JSDisconnectedException("gone"));
        await using var script = new AttachedScript<AttachedScriptTests>(browser, "./x.js", this);
        await script.AttachAsync(default);

        Assert.False(script.IsAttached);
    }

    /// <summary>Writes down what is asked of it; the script comes when the test says so.</summary>
    private sealed class Browser : IJSRuntime, IJSObjectReference
    {
        public TaskCompletionSource Fetched { get; } = new();

        public List<string> Calls { get; } = [];

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            if (identifier == "import")
            {
                Calls.Add(identifier);
                await Fetched.Task;
                return (TValue)(object)this;
            }

            Calls.Add($"{identifier} {args!.Length}");
            return default!;
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync()
        {
            Calls.Add("dispose");
            return ValueTask.CompletedTask;
        }
    }
}
