using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Tests.Data;

namespace Chameleon.Web.Tests.Gallery;

public sealed class DownloadTicketsTests
{
    private static readonly PictureHash[] Pictures = [PictureHash.Of("x"u8)];
    private readonly ManualTime time = new();

    [Fact]
    public void Case_49_a_ticket_is_good_for_its_user_alone_and_not_for_long()
    {
        var tickets = new DownloadTickets(time);
        var name = tickets.Issue(UserId.Local, Pictures);

        Assert.Matches("^[0-9a-f]{32}$", name);
        Assert.Same(Pictures, tickets.Find(UserId.Local, name));
        Assert.Same(Pictures, tickets.Find(UserId.Local, name));
        Assert.Null(tickets.Find(new UserId(2), name));
        Assert.Null(tickets.Find(UserId.Local, name.ToUpperInvariant()));
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(tickets.Find(UserId.Local, name));
    }

    [Fact]
    public void Case_54_of_a_flood_of_tickets_the_last_ones_are_kept()
    {
        var tickets = new DownloadTickets(time);
        var names = Enumerable.Range(0, 100).Select(_ => tickets.Issue(UserId.Local, Pictures)).ToList();

        Assert.Equal(names[^32..], names.Where(name => tickets.Find(UserId.Local, name) is not null));
    }
}
