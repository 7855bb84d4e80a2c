using Chameleon.Web.Api;
using Chameleon.Web.Data;
using Chameleon.Web.Hosting;
using Chameleon.Web.Tests.Data;

namespace Chameleon.Web.Tests.Api;

public class CallerLimitsTests
{
    private static readonly ApiCaller Ann = new("ann", UserId.Local, IsCounted: true);
    private static readonly ApiCaller Bob = new("bob", UserId.Local, IsCounted: true);

    [Fact]
    public void One_callers_limit_is_not_anothers()
    {
        var limits = new CallerLimits(new WebOptions { ApiRate = 1, ApiAtOnce = 10 }, new ManualTime());
        using var first = limits.Enter(Ann).Admit();

        Assert.Equal(429, Assert.Throws<ApiException>(() => limits.Enter(Ann).Admit()).Status);
        using var other = limits.Enter(Bob).Admit();
    }

    [Fact]
    public void What_is_not_used_gathers_up_to_the_limit()
    {
        var time = new ManualTime();
        var limits = new CallerLimits(new WebOptions { ApiRate = 5, ApiAtOnce = 10 }, time);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => IsAdmitted(limits)));
        time.Advance(TimeSpan.FromSeconds(24.5));
        Assert.Equal(2, Enumerable.Range(0, 20).Count(_ => IsAdmitted(limits)));
    }

    [Fact]
    public void Those_without_a_key_are_not_counted_by_the_minute()
    {
        var limits = new CallerLimits(new WebOptions { ApiRate = 1, ApiAtOnce = 10 }, new ManualTime());
        for (var i = 0; i < 100; i++)
        {
            limits.Enter(Ann with { IsCounted = false }).Admit().Dispose();
        }
    }

    [Fact]
    public void Case_45_too_many_in_all_are_refused_at_once_and_all_counters_return_to_zero()
    {
        var limits = new CallerLimits(new WebOptions { ApiRate = 0, ApiAtOnce = 8 }, new ManualTime());
        List<IDisposable> inside = [];
        for (var i = 0; i < CallerLimits.MaxAtOnce; i++)
        {
            inside.Add(limits.Enter(Ann with { Id = $"{i / 8}" }).Admit());
        }

        var refused = Assert.Throws<ApiException>(() => limits.Enter(Ann).Admit());
        Assert.Equal((503, true), (refused.Status, refused.RetryAfter is not null));
        inside.ForEach(one => one.Dispose());
        Assert.Equal(0, limits.Running);
        limits.Enter(Ann).Admit().Dispose();
    }

    private static bool IsAdmitted(CallerLimits limits)
    {
        try
        {
            limits.Enter(Ann).Admit().Dispose();
            return true;
        }
        catch (ApiException)
        {
            return false;
        }
    }
}
