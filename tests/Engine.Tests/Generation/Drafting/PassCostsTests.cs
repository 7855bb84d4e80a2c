using Chameleon.Engine.Generation.Drafting;

namespace Chameleon.Engine.Tests.Generation.Drafting;

public sealed class PassCostsTests
{
    // Of a pass of bfloat16 weights by rows, as measured once: it goes in steps.
    private static readonly double[] Steps = [0, 1, 1.3, 1.3, 2, 2, 2, 4, 4, 4];

    [Fact]
    public void Before_anything_was_seen_a_row_is_cheap()
    {
        var costs = new PassCosts();
        Assert.Equal(1, costs.Of(1));
        for (var rows = 2; rows <= PassCosts.MostRows; rows++)
        {
            Assert.InRange(costs.Of(rows), costs.Of(rows - 1) + 0.01, costs.Of(rows - 1) + 0.2);
        }
    }

    [Fact]
    public void What_passes_took_is_what_they_cost()
    {
        var costs = new PassCosts();
        for (var pass = 0; pass < 90; pass++)
        {
            var rows = 1 + (pass % 9);
            costs.Saw(rows, 0.02 * Steps[rows]);
        }

        for (var rows = 1; rows <= 9; rows++)
        {
            Assert.Equal(Steps[rows], costs.Of(rows) / costs.Of(1), 1e-9);
        }
    }

    [Fact]
    public void What_was_not_seen_lies_between_what_was_and_beyond_it_costs_little_more()
    {
        var costs = new PassCosts();
        costs.Saw(2, 0.2);
        costs.Saw(6, 0.4);
        Assert.InRange(costs.Of(1), 0.15, 0.2);
        Assert.Equal(0.25, costs.Of(3), 1e-9);
        Assert.Equal(0.35, costs.Of(5), 1e-9);
        Assert.InRange(costs.Of(7), 0.4, 0.45);
    }

    [Fact]
    public void A_machine_that_gets_slower_changes_no_ratio_for_long()
    {
        var costs = new PassCosts();
        for (var pass = 0; pass < 200; pass++)
        {
            var rows = 1 + (pass % 6);
            costs.Saw(rows, (pass < 100 ? 0.02 : 0.06) * Steps[rows]);
        }

        Assert.Equal(2, costs.Of(6) / costs.Of(1), 0.1);
    }

    [Fact]
    public void One_bad_moment_weighs_little()
    {
        var costs = new PassCosts();
        for (var pass = 0; pass < 20; pass++)
        {
            costs.Saw(1 + (pass % 2), 0.02);
        }

        costs.Saw(2, 20);
        Assert.InRange(costs.Of(2) / costs.Of(1), 1, 1.3);
    }

    [Theory]
    [InlineData(1, 40, true)]
    [InlineData(100, 40, false)]
    [InlineData(100, 1000, true)]
    public void What_looked_dear_is_tried_again_the_sooner_the_less_is_known_of_it(int seen, int passesSince, bool isForgotten)
    {
        var costs = new PassCosts();
        for (var pass = 0; pass < seen; pass++)
        {
            costs.Saw(8, 0.2);
        }

        for (var pass = 0; pass < passesSince; pass++)
        {
            costs.Saw(1, 0.02);
        }

        Assert.Equal(isForgotten, costs.Of(8) / costs.Of(1) < 2);
    }

    [Fact]
    public void A_pass_that_says_nothing_changes_nothing()
    {
        var costs = new PassCosts();
        costs.Saw(0, 1);
        costs.Saw(PassCosts.MostRows + 1, 1);
        costs.Saw(2, 0);
        Assert.Equal(1.1, costs.Of(2), 1e-9);
    }
}
