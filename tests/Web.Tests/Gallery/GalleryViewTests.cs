using Chameleon.Web.Data;
using Chameleon.Web.Gallery;

namespace Chameleon.Web.Tests.Gallery;

public sealed class GalleryViewTests
{
    [Fact]
    public void Every_view_is_read_back_from_its_address()
    {
        var picture = PictureHash.Of("x"u8);
        foreach (var show in Enum.GetValues<GalleryShow>())
        {
            foreach (var sort in Enum.GetValues<GallerySort>())
            {
                var view = new GalleryView { Search = "a & b=c#d +é", Show = show, Sort = sort, Board = new BoardId(7), Picture = picture };
                Assert.Equal(view, GalleryView.Read("http://localhost" + view.Address));
            }
        }

        Assert.Equal("/gallery", new GalleryView().Address);
        Assert.Equal($"/gallery?picture={picture}", GalleryView.AddressOf(picture));
    }

    [Theory]
    [InlineData("/gallery")]
    [InlineData("/gallery?show=nonsense&sort=99&board=-1&picture=..%2f..")]
    [InlineData("/gallery?board=99999999999999999999&sort=2&show=1")]
    [InlineData("/gallery?&&==&?#show=drawn")]
    public void What_is_not_understood_in_an_address_is_passed_over(string address) => Assert.Equal(new GalleryView(), GalleryView.Read(address));

    [Fact]
    public void A_long_search_is_cut() =>
        Assert.Equal(GalleryView.MaxSearch, GalleryView.Read("/gallery?search=" + new string('x', 10_000)).Search.Length);

    [Fact]
    public void Another_picture_in_the_address_is_the_same_view()
    {
        var view = new GalleryView { Search = "heart" };
        Assert.True(view.ShowsSame(view with { Picture = PictureHash.Of("x"u8) }));
        Assert.False(view.ShowsSame(view with { Show = GalleryShow.Starred }));
        Assert.Equal(new GalleryQuery("heart", null, null, StarredOnly: true), (view with { Show = GalleryShow.Starred }).Query);
        Assert.Equal(new GalleryQuery("", new BoardId(3), PictureOrigin.Uploaded), new GalleryView { Show = GalleryShow.Uploaded, Board = new BoardId(3) }.Query);
    }
}
