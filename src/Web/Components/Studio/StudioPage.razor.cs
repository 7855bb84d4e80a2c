using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;
using Chameleon.Web.Pictures;
using Chameleon.Web.Resources;
using Chameleon.Web.Studio;
using Microsoft.AspNetCore.Components;

namespace Chameleon.Web.Components.Studio;

/// <summary>What the model sees of a picture, and what it makes of it where it may draw some of it anew.</summary>
public sealed partial class StudioPage
{
    /// <summary>Its address.</summary>
    public const string Path = "/studio";

    private static readonly string[] Examples = ["two-shapes.png", "red-star.png", "blue-circle.png"];

    private readonly CancellationTokenSource gone = new();
    private readonly Stack<CodeGrid> earlier = new();
    private CodeGrid? grid;
    private PictureHash? picture;
    private IReadOnlySet<int> marked = new HashSet<int>();
    private string? problem;
    private bool isSeeing;
    private bool isReady;

    /// <summary>The picture to begin with: another page's link.</summary>
    [SupplyParameterFromQuery(Name = "picture")]
    public string? Given { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Loader.Changed -= OnModel;
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Loader.Changed += OnModel;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        if (Given is not null && PictureHash.TryParse(Given, out var hash))
        {
            await OpenAsync(hash);
        }

        isReady = true;
        StateHasChanged();
    }

    private async Task OpenExampleAsync(string name)
    {
        var taken = await Intake.TakeAsync(Me.Id, ExamplePictures.Find(name)!, PictureOrigin.Attached, gone.Token);
        await OpenAsync(taken.Hash);
    }

    private async Task OpenAsync(PictureHash hash)
    {
        (problem, isSeeing) = (null, true);
        StateHasChanged();
        try
        {
            var seen = await Desk.SeeAsync(Me.Id, hash, gone.Token);
            (grid, picture, marked) = (seen, seen is null ? null : hash, new HashSet<int>());
            earlier.Clear();
            problem = seen is null ? Words.PictureGone : null;
        }
        catch (Exception exception) when (exception is GenerationException or ImageFormatException)
        {
            problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }

        isSeeing = false;
        StateHasChanged();
    }

    private void OnProblem(string words) => problem = words;

    private void Mark(IReadOnlySet<int> places) => marked = places;

    private void MarkAll(bool all) => marked = all ? Enumerable.Range(0, grid!.Codes.Count).ToHashSet() : new HashSet<int>();

    private void TakeDrawn(CodeGrid drawn)
    {
        earlier.Push(grid!);
        grid = drawn;
    }

    private void GoBack() => grid = earlier.Pop();

    private void OnModel() => _ = InvokeAsync(StateHasChanged);
}
