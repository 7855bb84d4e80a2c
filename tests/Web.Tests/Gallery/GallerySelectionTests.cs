using Chameleon.Web.Data;
using Chameleon.Web.Gallery;

namespace Chameleon.Web.Tests.Gallery;

public sealed class GallerySelectionTests
{
    private static readonly PictureHash[] Some = [.. Enumerable.Range(0, 5).Select(i => PictureHash.Of([(byte)i]))];
    private readonly GallerySelection selection = new();

    [Fact]
    public void One_alone_takes_the_place_of_the_others()
    {
        selection.All(Some);
        selection.Only(Some[2]);

        Assert.Equal([Some[2]], selection.Pictures);
        Assert.Equal((Some[2], Some[2]), (selection.Anchor, selection.Current));
    }

    [Fact]
    public void One_is_added_and_taken_away_again()
    {
        selection.Only(Some[0]);
        selection.Toggle(Some[1]);
        Assert.Equal(2, selection.Count);
        Assert.Equal(Some[1], selection.Current);

        selection.Toggle(Some[1]);
        Assert.Equal([Some[0]], selection.Pictures);
        Assert.Null(selection.Current);
        Assert.Equal(Some[1], selection.Anchor);
    }

    [Fact]
    public void A_stretch_keeps_its_anchor_so_that_it_can_grow_and_shrink()
    {
        selection.Only(Some[1]);
        selection.Stretch(Some[1..4], Some[3]);
        Assert.Equal((Some[1], Some[3], 3), (selection.Anchor, selection.Current, selection.Count));

        selection.Stretch(Some[1..3], Some[2]);
        Assert.Equal((Some[1], Some[2], 2), (selection.Anchor, selection.Current, selection.Count));
    }

    [Fact]
    public void None_forgets_the_anchor_too()
    {
        selection.Only(Some[1]);
        selection.Clear();

        Assert.Equal((null, null, 0), (selection.Anchor, selection.Current, selection.Count));
        Assert.False(selection.Contains(Some[1]));
    }
}
