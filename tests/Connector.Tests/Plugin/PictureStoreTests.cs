namespace Chameleon.Connector.Tests.Plugin;

public sealed class PictureStoreTests
{
    [Fact]
    public void A_picture_is_found_by_its_reference_and_owned_by_the_store()
    {
        var store = new PictureStore();
        var file = new byte[] { 1, 2, 3 };
        var added = store.Add(file, "image/png", "a cat");
        file[0] = 9;
        Assert.Matches("^chameleon://pictures/[0-9a-f]{12}$", added.Uri);
        Assert.True(store.TryGet(added.Uri, out var found));
        Assert.Same(added, found);
        Assert.Equal([1, 2, 3], found.Data.ToArray());
        Assert.Equal(("image/png", "a cat"), (found.MediaType, found.Description));
    }

    [Fact]
    public void Equal_files_have_references_of_their_own() =>
        Assert.NotEqual(Add(new PictureStore(), 1).Uri, Add(new PictureStore(), 1).Uri);

    [Fact]
    public void The_picture_that_was_longest_not_used_goes_first()
    {
        var store = new PictureStore(maxPictures: 3);
        var (a, b, c) = (Add(store, 1), Add(store, 1), Add(store, 1));
        Assert.True(store.TryGet(a.Uri, out _));
        var d = Add(store, 1);
        Assert.False(store.TryGet(b.Uri, out _));
        Assert.Equal([d, a, c], store.Pictures);
    }

    [Fact]
    public void Bytes_are_bounded_as_well()
    {
        var store = new PictureStore(maxBytes: 100);
        var (a, b) = (Add(store, 40), Add(store, 60));
        Assert.Equal([b, a], store.Pictures);
        var c = Add(store, 1);
        Assert.Equal([c, b], store.Pictures);
        var whole = Add(store, 100);
        Assert.Equal([whole], store.Pictures);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void A_picture_that_can_never_fit_is_refused_with_the_limit(int bytes)
    {
        var store = new PictureStore(maxBytes: 100);
        var kept = Add(store, 100);
        var error = Assert.Throws<ArgumentException>(() => Add(store, bytes));
        Assert.Contains($"{bytes} bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 to 100", error.Message, StringComparison.Ordinal);
        Assert.Equal([kept], store.Pictures);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Limits_below_one_are_refused(int pictures, long bytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureStore(pictures, bytes));

    [Fact]
    public void Whoever_asks_is_told_of_changes_and_may_look_meanwhile()
    {
        var store = new PictureStore(maxPictures: 1);
        var seen = new List<int>();
        store.Changed += (_, _) => seen.Add(store.Pictures.Count);
        Add(store, 1);
        Add(store, 1);
        Assert.Equal([1, 1], seen);
    }

    [Fact]
    public void The_empty_reference_and_foreign_ones_are_unknown()
    {
        var store = new PictureStore();
        Assert.False(store.TryGet("", out _));
        Assert.False(store.TryGet(PictureStore.UriPrefix, out _));
        Assert.False(store.TryGet("file:///etc/passwd", out _));
    }

    [Fact]
    public async Task Many_threads_keep_it_within_its_limits()
    {
        var store = new PictureStore(maxPictures: 8, maxBytes: 64);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var added = Add(store, 1 + (i % 16));
                store.TryGet(added.Uri, out _);
            }
        })));
        var left = store.Pictures;
        Assert.InRange(left.Count, 1, 8);
        Assert.InRange(left.Sum(picture => picture.Data.Length), 1, 64);
        Assert.All(left, picture => Assert.True(store.TryGet(picture.Uri, out _)));
    }

    private static StoredPicture Add(PictureStore store, int bytes) => store.Add(new byte[bytes], "image/png", "a picture");
}
