using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Resources;
using Microsoft.AspNetCore.Components.Routing;

namespace Chameleon.Web.Components.Gallery;

/// <summary>The gallery: every picture that was drawn or put there, found, looked at, gathered and used again.</summary>
public sealed partial class GalleryPage
{
    private readonly GallerySelection selection = new();
    private readonly HashSet<GalleryView> asked = [];
    private GalleryList list = null!;
    private GalleryView view = new();
    private IReadOnlyList<Board> boards = [];
    private IReadOnlyList<Picture> compared = [];
    private PictureGrid? grid;
    private Picture? looked;
    private GalleryUndo? undo;
    private bool isLooking;
    private int scrollTo = -1;
    private int visits;

    private Picture? Details => isLooking ? looked : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Feed.Changed -= OnChanged;
        Navigation.LocationChanged -= OnMoved;
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        list = new GalleryList(Pictures, Me.Id);
        Feed.Changed += OnChanged;
        Navigation.LocationChanged += OnMoved;
        await ReadAddressAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (scrollTo >= 0 && grid is not null)
        {
            var index = scrollTo;
            scrollTo = -1;
            await grid.ScrollToAsync(index);
        }
    }

    private async Task ReadAddressAsync()
    {
        var next = GalleryView.Read(Navigation.Uri);
        var isSame = list.IsLoaded && next.ShowsSame(view);
        view = next;
        if (!isSame)
        {
            selection.Clear();
            await list.ShowAsync(view.Query);
            scrollTo = 0;
        }

        await ListBoardsAsync();
        if (view.Picture is { } picture)
        {
            await LookAtAsync(picture);
        }
        else
        {
            await FollowSelectionAsync();
        }
    }

    private async Task ListBoardsAsync()
    {
        boards = await BoardStore.ListAsync(Me.Id);
        if (view.Board is { } board && boards.All(known => known.Id != board))
        {
            // Removed on another page, or never there.
            await GoAsync(view with { Board = null });
        }
    }

    private Task GoAsync(GalleryView wanted)
    {
        var next = wanted with { Picture = null };
        asked.Add(next);
        Navigation.NavigateTo(next.Address, replace: true);
        return Task.CompletedTask;
    }

    /// <summary>Shows one picture, wherever it stands; one that is only attached to a message stands nowhere.</summary>
    private async Task LookAtAsync(PictureHash picture)
    {
        selection.Only(picture);
        isLooking = true;
        await FollowSelectionAsync();
        await list.RefreshAsync();
        scrollTo = await list.PositionAsync(picture) ?? -1;
    }

    private async Task PickAsync((PictureHash Picture, GalleryPick How) pick)
    {
        switch (pick.How)
        {
            case GalleryPick.Only:
                selection.Only(pick.Picture);
                isLooking = true;
                break;
            case GalleryPick.Toggle:
                selection.Toggle(pick.Picture);
                break;
            case GalleryPick.Stretch when selection.Anchor is { } anchor:
                selection.Stretch(await list.BetweenAsync(anchor, pick.Picture), pick.Picture);
                break;
            default:
                selection.Only(pick.Picture);
                break;
        }

        await FollowSelectionAsync();
    }

    private async Task ActAsync(GalleryAct act)
    {
        switch (act)
        {
            case GalleryAct.All:
                selection.All(await list.NamesAsync());
                break;
            case GalleryAct.None:
                selection.Clear();
                break;
            case GalleryAct.Star when selection.Count > 0:
                await StarAsync(selection.Pictures);
                break;
            case GalleryAct.Delete when selection.Count > 0:
                await DeleteAsync(selection.Pictures);
                break;
        }

        await FollowSelectionAsync();
    }

    private Task StarAsync(PictureHash picture) => StarAsync([picture]);

    /// <summary>All get a star, unless all of them have one.</summary>
    private async Task StarAsync(IReadOnlyList<PictureHash> pictures)
    {
        var starred = list.Items.Where(picture => picture.IsStarred).Select(picture => picture.Hash).ToHashSet();
        await Gallery.StarAsync(Me.Id, pictures, !pictures.All(starred.Contains));
    }

    private async Task DeleteAsync(IReadOnlyList<PictureHash> pictures)
    {
        selection.Clear();
        await Gallery.DeleteAsync(Me.Id, pictures);
        undo = new GalleryUndo(string.Format(null, Words.GalleryDeleted, pictures.Count), () => Gallery.RestoreAsync(Me.Id, pictures));
    }

    private async Task DeleteBoardAsync(Board board)
    {
        var pictures = await Pictures.NamesAsync(Me.Id, new GalleryQuery(Board: board.Id), 0, DataLimits.Pictures);
        await GoAsync(view with { Board = null });
        await Gallery.DeleteBoardAsync(Me.Id, board.Id);
        undo = new GalleryUndo(string.Format(null, Words.Deleted, board.Name), () => Gallery.CreateBoardAsync(Me.Id, board.Name, pictures));
    }

    private async Task UndoAsync()
    {
        var done = undo!;
        undo = null;
        await done.Do();
    }

    private async Task TakeOffAsync()
    {
        if (view.Board is { } board)
        {
            await Gallery.RemoveAsync(Me.Id, board, selection.Pictures);
            selection.Clear();
            await FollowSelectionAsync();
        }
    }

    private async Task DownloadAsync() =>
        await Script.DownloadAsync(GalleryEndpoints.AddressOf(Tickets.Issue(Me.Id, selection.Pictures)));

    private async Task CloseDetailsAsync()
    {
        isLooking = false;
        selection.Clear();
        await ReturnAsync();
    }

    private async Task ActAndReturnAsync(GalleryAct act)
    {
        await ActAsync(act);
        if (act is GalleryAct.Delete or GalleryAct.None)
        {
            await ReturnAsync();
        }
    }

    // The button that was pressed is gone; the keys go on in the grid.
    private Task ReturnAsync() => grid?.FocusAsync() ?? Task.CompletedTask;

    /// <summary>Reads what is shown of the pictures that are chosen.</summary>
    private async Task FollowSelectionAsync()
    {
        looked = selection.Current is { } current ? await Pictures.FindAsync(Me.Id, current) : null;
        isLooking &= looked is not null;
        compared = selection.Count == 2
            ? [.. (await Task.WhenAll(selection.Pictures.Select(picture => Pictures.FindAsync(Me.Id, picture)))).OfType<Picture>()]
            : [];
    }

    private void OnChanged(UserId user) => _ = InvokeAsync(() => TryAsync(async () =>
    {
        if (user != Me.Id)
        {
            return;
        }

        await list.RefreshAsync();
        await ListBoardsAsync();
        await FollowSelectionAsync();
    }));

    private void OnMoved(object? sender, LocationChangedEventArgs move) => _ = InvokeAsync(() => TryAsync(async () =>
    {
        if (Navigation.ToBaseRelativePath(move.Location).Split('?', '#')[0] == GalleryView.Path[1..])
        {
            // What is typed runs ahead of the address; only a link from elsewhere writes into the search.
            visits += asked.Remove(GalleryView.Read(move.Location)) ? 0 : 1;
            await ReadAddressAsync();
        }
    }));

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
