using Chameleon.Web.Components.Gallery;
using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Tests.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Tests.Components;

/// <summary>Each test draws from words of its own and looks for those alone: the gallery is everybody's.</summary>
public sealed class GalleryPageTests(WebHost host) : ComponentTests(host), IClassFixture<WebHost>
{
    private PictureStore Pictures => Services.GetRequiredService<PictureStore>();

    private GalleryService Gallery => Services.GetRequiredService<GalleryService>();

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task The_address_says_what_is_shown_and_the_search_changes_it()
    {
        await DrawAsync("addressed", 3);
        var page = Open("/gallery?search=addressed");
        WaitForCells(page, 3);

        await ActAsync(page, "#gallery-search", box => box.Input("addressed nowhere"));
        page.WaitForElement(".empty h2");
        Assert.EndsWith("/gallery?search=addressed%20nowhere", Navigation.Uri, StringComparison.Ordinal);

        await ActAsync(page, "#gallery-search", box => box.Input("addressed 2"));
        WaitForCells(page, 1);
        await ActAsync(page, ".gallery-bar .kind input", radio => radio.Change("on"));
        await ActAsync(page, "select", select => select.Change(nameof(GallerySort.Oldest)));
        page.WaitForAssertion(() => Assert.EndsWith("&sort=oldest", Navigation.Uri, StringComparison.Ordinal));
        await ActAsync(page, "select", select => select.Change("99"));
        Assert.EndsWith("&sort=oldest", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_is_chosen_is_told_of_with_all_that_is_known()
    {
        var picture = (await DrawAsync("told", 1))[0];
        var page = Open("/gallery?search=told");
        await PickAsync(page, picture, "only");

        page.WaitForAssertion(() => Assert.Equal("told 0", page.Find(".details-prompt pre").TextContent));
        Assert.Equal("true", page.Find($"#picture-{picture}").GetAttribute("aria-selected"));
        var facts = page.Find(".picture-facts").TextContent;
        Assert.Contains("7", facts, StringComparison.Ordinal);
        Assert.Contains("chameleon-tiny", facts, StringComparison.Ordinal);
        Assert.Contains("2 × 3", facts, StringComparison.Ordinal);
        Assert.Equal($"/pictures/{picture}", page.Find(".details-head a[download]").GetAttribute("href"));
    }

    [Fact]
    public async Task A_stretch_is_chosen_from_one_to_another_and_all_by_one_key()
    {
        await DrawAsync("stretch", 6);
        var page = Open("/gallery?search=stretch");
        WaitForCells(page, 6);
        var shown = Shown(page);
        await PickAsync(page, shown[1], "only");
        await PickAsync(page, shown[4], "stretch");
        page.WaitForAssertion(() => Assert.Equal("4 chosen", page.Find(".selection-count").TextContent));
        await PickAsync(page, shown[2], "toggle");
        page.WaitForAssertion(() => Assert.Equal("3 chosen", page.Find(".selection-count").TextContent));

        await Grid(page).InvokeAsync(() => Grid(page).Instance.ActAsync("all"));
        page.WaitForAssertion(() => Assert.Equal("6 chosen", page.Find(".selection-count").TextContent));
        await Grid(page).InvokeAsync(() => Grid(page).Instance.ActAsync("none"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".selection-bar")));
    }

    [Fact]
    public async Task Deleted_pictures_can_be_had_back_with_their_stars()
    {
        await DrawAsync("deleted", 3);
        var page = Open("/gallery?search=deleted");
        WaitForCells(page, 3);
        var shown = Shown(page);
        await PickAsync(page, shown[0], "only");
        await PickAsync(page, shown[1], "toggle");
        await Grid(page).InvokeAsync(() => Grid(page).Instance.ActAsync("star"));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".cell[data-starred]").Count));

        await Grid(page).InvokeAsync(() => Grid(page).Instance.ActAsync("delete"));
        WaitForCells(page, 1);
        await ActAsync(page, ".toast .button", button => button.Click());
        WaitForCells(page, 3);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".cell[data-starred]").Count));
    }

    [Fact]
    public async Task A_picture_that_comes_while_the_page_is_open_appears_and_one_that_goes_disappears()
    {
        var first = (await DrawAsync("comes", 1))[0];
        var page = Open("/gallery?search=comes");
        WaitForCells(page, 1);

        await DrawAsync("comes later", 1);
        Services.GetRequiredService<GalleryFeed>().Tell(UserId.Local);
        WaitForCells(page, 2);
        await Gallery.DeleteAsync(UserId.Local, [first]);
        WaitForCells(page, 1);
    }

    [Fact]
    public async Task A_board_is_made_filled_renamed_and_removed_and_had_back()
    {
        var pictures = await DrawAsync("boarded", 3);
        var board = await Gallery.CreateBoardAsync(UserId.Local, "Board of three", pictures);
        var page = Open($"/gallery?board={board.Id}");
        WaitForCells(page, 3);
        Assert.Equal("Board of three 3", page.Find(".board[aria-current]").TextContent.Trim());

        await ActAsync(page, "button[aria-label='Rename “Board of three”']", button => button.Click());
        await ActAsync(page, ".boards .name-form input", box => box.Input("Board of few"));
        await ActAsync(page, ".boards .name-form", form => form.Submit());
        page.WaitForAssertion(() => Assert.Equal("Board of few 3", page.Find(".board[aria-current]").TextContent.Trim()));

        await PickAsync(page, pictures[0], "toggle");
        await ActAsync(page, ".selection-bar > .button", button => button.Click());
        WaitForCells(page, 2);

        await ActAsync(page, "button[aria-label='Delete “Board of few”']", button => button.Click());
        page.WaitForAssertion(() => Assert.EndsWith("/gallery", Navigation.Uri, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.DoesNotContain("Board of few", page.Find(".boards").TextContent, StringComparison.Ordinal));
        await ActAsync(page, ".toast .button", button => button.Click());
        page.WaitForAssertion(() => Assert.Contains("Board of few 2", page.Find(".boards").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_board_that_was_removed_on_another_page_is_left()
    {
        var board = await Gallery.CreateBoardAsync(UserId.Local, "Removed", await DrawAsync("removed", 1));
        var page = Open($"/gallery?board={board.Id}&search=removed");
        WaitForCells(page, 1);
        await Gallery.DeleteBoardAsync(UserId.Local, board.Id);

        page.WaitForAssertion(() => Assert.EndsWith("/gallery?search=removed", Navigation.Uri, StringComparison.Ordinal));
        await Gallery.RenameBoardAsync(UserId.Local, board.Id, "Too late");
        WaitForCells(page, 1);
    }

    [Fact]
    public async Task A_link_from_elsewhere_writes_into_the_search_and_typing_is_not_overtaken()
    {
        await DrawAsync("linked", 1);
        var page = Open("/gallery?search=linked");
        await ActAsync(page, "#gallery-search", box => box.Input("linked nowhere"));
        page.WaitForElement(".empty");
        await page.InvokeAsync(() => Navigation.NavigateTo("/gallery?search=linked"));

        WaitForCells(page, 1);
        page.WaitForAssertion(() => Assert.Equal("linked", page.Find("#gallery-search").GetAttribute("value")));
    }

    [Fact]
    public async Task A_picture_that_is_only_attached_is_shown_when_it_is_named_and_can_be_kept()
    {
        var attached = (await Pictures.AddAsync(UserId.Local, TestStore.NewPicture("only attached", PictureOrigin.Attached))).Hash;
        var page = Open(GalleryView.AddressOf(attached));

        await ActAsync(page, ".details-note .button", button => button.Click());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".details-note")));
        Assert.NotNull(await Pictures.PositionAsync(UserId.Local, new GalleryQuery(), attached));
    }

    [Fact]
    public async Task Case_54_what_a_hostile_script_says_is_passed_over()
    {
        await DrawAsync("hostile", 2);
        var page = Open("/gallery?search=hostile");
        WaitForCells(page, 2);
        var grid = Grid(page);

        await grid.InvokeAsync(async () =>
        {
            await grid.Instance.PickAsync("../../x", "only");
            await grid.Instance.PickAsync(PictureHash.Of("none"u8).ToString(), "99");
            await grid.Instance.PickAsync(PictureHash.Of("none"u8).ToString(), "only");
            await grid.Instance.StarAsync("no hash");
            await grid.Instance.ActAsync("drop table");
            await grid.Instance.ActAsync("17");
            await grid.Instance.ShowAsync(int.MinValue, int.MaxValue, int.MaxValue);
            await grid.Instance.ShowAsync(int.MaxValue, -1, 0);
            await grid.Instance.ShowAsync(0, 60, 4);
        });

        WaitForCells(page, 2);
        Assert.Empty(page.FindAll(".details"));
    }

    [Fact]
    public async Task Two_that_are_chosen_can_be_compared()
    {
        var pictures = await DrawAsync("compared", 2);
        var page = Open("/gallery?search=compared");
        await PickAsync(page, pictures[0], "only");
        Assert.Empty(page.FindAll("#compare"));
        await PickAsync(page, pictures[1], "toggle");

        page.WaitForAssertion(() => Assert.Equal(
            pictures.Select(picture => $"/pictures/{picture}").Order(), page.FindAll("#compare img").Select(image => image.GetAttribute("src")).Order()));
        Assert.NotNull(page.Find("[data-open=compare]"));
    }

    private IRenderedComponent<GalleryPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<GalleryPage>();
    }

    private async Task<IReadOnlyList<PictureHash>> DrawAsync(string words, int count)
    {
        var pictures = new List<PictureHash>();
        for (var i = 0; i < count; i++)
        {
            pictures.Add((await Pictures.AddAsync(UserId.Local, TestStore.NewPicture($"{words} {i}"))).Hash);
        }

        return pictures;
    }

    private static IRenderedComponent<PictureGrid> Grid(IRenderedComponent<GalleryPage> page) => page.FindComponent<PictureGrid>();

    private static Task PickAsync(IRenderedComponent<GalleryPage> page, PictureHash picture, string how)
    {
        page.WaitForElement(".grid");
        return page.InvokeAsync(() => Grid(page).Instance.PickAsync(picture.ToString(), how));
    }

    private static PictureHash[] Shown(IRenderedComponent<GalleryPage> page) =>
        [.. page.FindAll(".cell").Select(cell => PictureHash.Parse(cell.GetAttribute("data-picture")!))];

    private static void WaitForCells(IRenderedComponent<GalleryPage> page, int count) =>
        page.WaitForAssertion(() => Assert.Equal(count, page.FindAll(".cell").Count));
}
