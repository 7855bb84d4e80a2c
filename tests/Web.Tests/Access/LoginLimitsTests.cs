using Chameleon.Web.Access;
using Chameleon.Web.Tests.Data;

namespace Chameleon.Web.Tests.Access;

public class LoginLimitsTests
{
    [Fact]
    public void Tries_are_counted_by_address_and_by_name()
    {
        var time = new ManualTime();
        var limits = new LoginLimits(time);
        for (var i = 0; i < LoginLimits.Tries; i++)
        {
            Assert.Equal(TimeSpan.Zero, limits.Take("1.2.3.4", $"user {i}"));
        }

        Assert.InRange(limits.Take("1.2.3.4", "somebody").TotalSeconds, 1, 30);
        Assert.Equal(TimeSpan.Zero, limits.Take("5.6.7.8", "user 0"));

        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.Zero, limits.Take("1.2.3.4", "one more"));
        Assert.NotEqual(TimeSpan.Zero, limits.Take("1.2.3.4", "and one"));
    }

    [Fact]
    public void From_many_addresses_one_name_is_not_tried_without_end()
    {
        var limits = new LoginLimits(new ManualTime());

        Assert.Equal(LoginLimits.Tries, Enumerable.Range(0, 100).Count(i => limits.Take($"address {i}", i % 2 == 0 ? "Ann" : "ANN") == TimeSpan.Zero));
    }

    [Fact]
    public void Addresses_that_never_come_back_are_forgotten()
    {
        var time = new ManualTime();
        var limits = new LoginLimits(time);
        for (var i = 0; i < 30_000; i++)
        {
            limits.Take($"address {i}", $"name {i}");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(TimeSpan.Zero, limits.Take("address 0", "name 0"));
        Assert.InRange(limits.Known, 0, 10_100);
    }
}
