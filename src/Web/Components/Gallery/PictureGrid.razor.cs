using Chameleon.Web.Components.Common;
using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Chameleon.Web.Components.Gallery;

/// <summary>
/// Any number of pictures, of which those in view and near it are in the page. grid.js watches what is in view, moves the
/// part that is shown to its place, and says what mouse and keys choose.
/// </summary>
public sealed partial class PictureGrid
{
    private ElementReference root;
    private AttachedScript<PictureGrid>? script;
    private int? wanted;

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired]
    public GalleryList List { get; set; } = null!;

    /// <summary>What is chosen.</summary>
    [Parameter, EditorRequired]
    public GallerySelection Selection { get; set; } = null!;

    /// <summary>A picture was chosen.</summary>
    [Parameter]
    public EventCallback<(PictureHash Picture, GalleryPick How)> OnPick { get; set; }

    /// <summary>Something is to be done with what is chosen.</summary>
    [Parameter]
    public EventCallback<GalleryAct> OnAct { get; set; }

    /// <summary>A picture is to get a star, or to lose it.</summary>
    [Parameter]
    public EventCallback<PictureHash> OnStar { get; set; }

    /// <summary>Brings a position into view and makes it the one that keys go on from.</summary>
    public async Task ScrollToAsync(int index)
    {
        wanted = index;
        await ScrollAsync();
    }

    /// <summary>Goes back to the keys.</summary>
    public async Task FocusAsync()
    {
        if (script is { IsAttached: true } && List.Total > 0)
        {
            await root.FocusAsync(preventScroll: true);
        }
    }

    /// <summary>For grid.js: another part is in view.</summary>
    [JSInvokable]
    public async Task ShowAsync(int start, int count, int columns)
    {
        await List.ShowAsync(start, count, columns);
        StateHasChanged();
    }

    /// <summary>For grid.js: a picture was chosen by mouse or keys.</summary>
    [JSInvokable]
    public Task PickAsync(string picture, string how) =>
        PictureHash.TryParse(picture, out var hash) && Enum.TryParse<GalleryPick>(how, ignoreCase: true, out var pick) && Enum.IsDefined(pick)
            ? OnPick.InvokeAsync((hash, pick))
            : Task.CompletedTask;

    /// <summary>For grid.js: a key that does something was pressed.</summary>
    [JSInvokable]
    public Task ActAsync(string what) =>
        Enum.TryParse<GalleryAct>(what, ignoreCase: true, out var act) && Enum.IsDefined(act) ? OnAct.InvokeAsync(act) : Task.CompletedTask;

    /// <summary>For grid.js: the star of a picture was pressed.</summary>
    [JSInvokable]
    public Task StarAsync(string picture) => PictureHash.TryParse(picture, out var hash) ? OnStar.InvokeAsync(hash) : Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => script?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            script = new AttachedScript<PictureGrid>(JS, "./js/grid.js", this);
            await script.AttachAsync(root);
            await ScrollAsync();
        }
    }

    private async Task ScrollAsync()
    {
        if (script is { IsAttached: true } && wanted is { } index)
        {
            wanted = null;
            await script.CallAsync("scrollTo", index);
        }
    }
}
