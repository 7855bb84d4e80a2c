using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data.Pictures;

public class GalleryTests
{
    [Theory]
    [InlineData(GallerySort.Newest)]
    [InlineData(GallerySort.Oldest)]
    [InlineData(GallerySort.Largest)]
    public async Task Every_order_is_paged_and_cut_into_stretches_alike(GallerySort sort)
    {
        await using var store = await TestStore.OpenAsync();
        for (var i = 0; i < 12; i++)
        {
            await store.DrawAsync(new string('x', 1 + (i * 5 % 7)), shade: i);
        }

        var query = new GalleryQuery(Sort: sort);
        var paged = new List<Picture>();
        string? next = null;
        do
        {
            var page = await store.Pictures.ListAsync(TestStore.Ann, query, 5, next);
            paged.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);

        var all = await store.Pictures.RangeAsync(TestStore.Ann, query, 0, 100);
        var middle = await store.Pictures.RangeAsync(TestStore.Ann, query, 4, 3);
        Assert.Equal(12, all.Total);
        Assert.Equal(all.Items, paged);
        Assert.Equal(all.Items.Skip(4).Take(3), middle.Items);
        Assert.Equal(12, middle.Total);
        Assert.Equal(12, paged.Distinct().Count());
        var keys = paged.ConvertAll(picture => sort == GallerySort.Largest ? picture.Bytes : picture.Created.Ticks);
        Assert.Equal(sort == GallerySort.Oldest ? keys.Order() : keys.OrderDescending(), keys);
    }

    [Theory]
    [InlineData(GallerySort.Newest)]
    [InlineData(GallerySort.Oldest)]
    [InlineData(GallerySort.Largest)]
    [InlineData(GallerySort.Starred)]
    public async Task Every_picture_is_found_at_its_position_whatever_the_order(GallerySort sort)
    {
        await using var store = await TestStore.OpenAsync();
        for (var i = 0; i < 9; i++)
        {
            var picture = await store.DrawAsync(new string('x', 1 + (i * 5 % 7)), shade: i);
            await store.Pictures.StarAsync(TestStore.Ann, [picture.Hash], i % 3 == 1);
            store.Time.Advance(TimeSpan.FromMilliseconds(i % 2));
        }

        var query = new GalleryQuery(Sort: sort);
        var all = (await store.Pictures.RangeAsync(TestStore.Ann, query, 0, 100)).Items;
        var names = await store.Pictures.NamesAsync(TestStore.Ann, query, 2, 100);

        Assert.Equal(all.Skip(2).Select(static picture => picture.Hash), names);
        foreach (var (i, picture) in all.Index())
        {
            Assert.Equal(i, await store.Pictures.PositionAsync(TestStore.Ann, query, picture.Hash));
        }

        if (sort == GallerySort.Starred)
        {
            Assert.Equal(Enumerable.Range(0, 9).Select(static i => i < 3), all.Select(static picture => picture.IsStarred));
            var second = await store.Pictures.ListAsync(TestStore.Ann, query, 2, (await store.Pictures.ListAsync(TestStore.Ann, query, 2)).Next);
            Assert.Equal(all.Skip(2).Take(2), second.Items);
        }
    }

    [Fact]
    public async Task A_picture_that_is_not_in_the_view_has_no_position_there()
    {
        await using var store = await TestStore.OpenAsync();
        var drawn = await store.DrawAsync("heart");
        var attached = await store.DrawAsync("attached", PictureOrigin.Attached);

        Assert.Null(await store.Pictures.PositionAsync(TestStore.Ann, new GalleryQuery(), attached.Hash));
        Assert.Null(await store.Pictures.PositionAsync(TestStore.Ann, new GalleryQuery("star"), drawn.Hash));
        Assert.Null(await store.Pictures.PositionAsync(TestStore.Ann, new GalleryQuery("!?"), drawn.Hash));
        Assert.Null(await store.Pictures.PositionAsync(store.Bob, new GalleryQuery(), drawn.Hash));
        Assert.Empty(await store.Pictures.NamesAsync(store.Bob, new GalleryQuery(), 0, 10));
        Assert.Empty(await store.Pictures.NamesAsync(TestStore.Ann, new GalleryQuery("!?"), 0, 10));
    }

    [Fact]
    public async Task An_attached_picture_enters_the_gallery_when_it_is_kept()
    {
        await using var store = await TestStore.OpenAsync();
        var attached = await store.DrawAsync("attached", PictureOrigin.Attached);

        Assert.Equal(0, await store.Pictures.KeepAsync(store.Bob, [attached.Hash]));
        Assert.Equal(1, await store.Pictures.KeepAsync(TestStore.Ann, [attached.Hash]));
        Assert.Equal(0, await store.Pictures.KeepAsync(TestStore.Ann, [attached.Hash]));
        var kept = Assert.Single((await store.Pictures.RangeAsync(TestStore.Ann, new GalleryQuery(), 0, 10)).Items);
        Assert.Equal((attached.Hash, PictureOrigin.Uploaded), (kept.Hash, kept.Origin));
    }

    [Fact]
    public async Task A_picture_knows_the_first_conversation_that_shows_it_and_nobody_elses()
    {
        await using var store = await TestStore.OpenAsync();
        var picture = await store.DrawAsync("heart");
        Assert.Null(await store.Pictures.FindConversationAsync(TestStore.Ann, picture.Hash));
        var (first, second) = (await store.CreateAsync(), await store.CreateAsync());
        foreach (var conversation in new[] { first, second })
        {
            await store.Chats.AddMessageAsync(TestStore.Ann, conversation, null, MessageRole.User, [new PicturePart(picture.Hash)]);
        }

        Assert.Equal(first, await store.Pictures.FindConversationAsync(TestStore.Ann, picture.Hash));
        Assert.Null(await store.Pictures.FindConversationAsync(store.Bob, picture.Hash));
        await store.Chats.DeleteAsync(TestStore.Ann, first);
        Assert.Equal(second, await store.Pictures.FindConversationAsync(TestStore.Ann, picture.Hash));
    }

    [Fact]
    public async Task Search_star_board_and_origin_narrow_the_gallery_together()
    {
        await using var store = await TestStore.OpenAsync();
        var lizard = await store.DrawAsync("A green chameleon on a branch");
        var night = await store.DrawAsync("green night, 변색 도마뱀");
        await store.DrawAsync("green house", PictureOrigin.Uploaded);
        var board = await store.Store.Boards.CreateAsync(TestStore.Ann, "Greens");
        await store.Store.Boards.AddAsync(TestStore.Ann, board.Id, [lizard.Hash, night.Hash]);
        await store.Pictures.StarAsync(TestStore.Ann, [night.Hash], true);

        Assert.Equal(3, await CountAsync(new GalleryQuery("GREEN")));
        Assert.Equal(1, await CountAsync(new GalleryQuery("chamel branch")));
        Assert.Equal(1, await CountAsync(new GalleryQuery("마뱀")));
        Assert.Equal(2, await CountAsync(new GalleryQuery("green", board.Id)));
        Assert.Equal(2, await CountAsync(new GalleryQuery(Origin: PictureOrigin.Drawn)));
        Assert.Equal(1, await CountAsync(new GalleryQuery("green", board.Id, PictureOrigin.Drawn, StarredOnly: true)));
        Assert.Equal(0, await CountAsync(new GalleryQuery("\"*")));
        Assert.Equal(3, await CountAsync(new GalleryQuery("  ")));
        Assert.Equal(0, await CountAsync(new GalleryQuery(Board: new BoardId(99))));
        Assert.Equal(0, await CountAsync(new GalleryQuery(Origin: PictureOrigin.Attached)));

        async Task<int> CountAsync(GalleryQuery query)
        {
            var range = await store.Pictures.RangeAsync(TestStore.Ann, query, 0, 10);
            Assert.Equal(range.Items, (await store.Pictures.ListAsync(TestStore.Ann, query, 10)).Items);
            return range.Total;
        }
    }

    [Fact]
    public async Task Many_pictures_are_starred_deleted_and_brought_back_at_once()
    {
        await using var store = await TestStore.OpenAsync();
        var hashes = new List<PictureHash>();
        for (var i = 0; i < 5; i++)
        {
            hashes.Add((await store.DrawAsync("x", shade: i)).Hash);
        }

        Assert.Equal(3, await store.Pictures.StarAsync(TestStore.Ann, [.. hashes.Take(3), PictureHash.Of("none"u8)], true));
        Assert.Equal(4, await store.Pictures.DeleteAsync(TestStore.Ann, hashes.Take(4)));
        Assert.Equal(0, await store.Pictures.DeleteAsync(TestStore.Ann, hashes.Take(4)));
        Assert.Single((await store.Pictures.ListAsync(TestStore.Ann, new GalleryQuery(), 10)).Items);
        Assert.Equal(4, await store.Pictures.RestoreAsync(TestStore.Ann, hashes));
        Assert.Equal(3, (await store.Pictures.RangeAsync(TestStore.Ann, new GalleryQuery(StarredOnly: true), 0, 10)).Total);
    }

    [Fact]
    public async Task Boards_gather_pictures_and_let_them_go()
    {
        await using var store = await TestStore.OpenAsync();
        var boards = store.Store.Boards;
        var picture = await store.DrawAsync("x");
        var other = await store.DrawAsync("y");
        var zebra = await boards.CreateAsync(TestStore.Ann, "zebra");
        var ape = await boards.CreateAsync(TestStore.Ann, "Ape");

        Assert.Equal(2, await boards.AddAsync(TestStore.Ann, zebra.Id, [picture.Hash, other.Hash, picture.Hash]));
        Assert.Equal(0, await boards.AddAsync(TestStore.Ann, zebra.Id, [picture.Hash]));
        await boards.AddAsync(TestStore.Ann, ape.Id, [picture.Hash]);
        Assert.Equal([ape with { Count = 1 }, zebra with { Count = 2 }], await boards.ListAsync(TestStore.Ann));
        Assert.Equal([ape.Id, zebra.Id], (await boards.OfAsync(TestStore.Ann, picture.Hash)).Select(static board => board.Id));

        await store.Pictures.DeleteAsync(TestStore.Ann, [other.Hash]);
        Assert.Equal(1, (await boards.ListAsync(TestStore.Ann))[1].Count);
        await store.Pictures.RestoreAsync(TestStore.Ann, [other.Hash]);
        Assert.Equal(2, (await boards.ListAsync(TestStore.Ann))[1].Count);

        Assert.Equal(1, await boards.RemoveAsync(TestStore.Ann, zebra.Id, [other.Hash]));
        await boards.RenameAsync(TestStore.Ann, zebra.Id, "Aardvark");
        await boards.DeleteAsync(TestStore.Ann, ape.Id);
        Assert.Equal([new Board(zebra.Id, "Aardvark", 1)], await boards.ListAsync(TestStore.Ann));
        Assert.NotNull(await store.Pictures.FindAsync(TestStore.Ann, picture.Hash));
    }
}
