using Chameleon.Engine.Generation.Scheduling;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>Which state may follow which.</summary>
public sealed class AnswerStateTests
{
    private static readonly AnswerState[] All = Enum.GetValues<AnswerState>();

    [Fact]
    public void Nothing_follows_an_end() => Assert.All(
        All.Where(state => state.IsEnd()),
        end => Assert.All(All, next => Assert.False(next.MayFollow(end))));

    [Fact]
    public void Whatever_has_not_ended_can_fail_and_only_what_decodes_can_finish()
    {
        Assert.All(All.Where(state => !state.IsEnd()), state => Assert.True(AnswerState.Failed.MayFollow(state)));
        Assert.Equal(
            [AnswerState.DecodingText, AnswerState.DecodingPicture],
            All.Where(state => AnswerState.Finished.MayFollow(state)));
    }

    [Fact]
    public void Waiting_leads_to_prefilling_alone_and_everything_running_can_be_put_back()
    {
        Assert.Equal([AnswerState.Prefilling, AnswerState.Failed], All.Where(next => next.MayFollow(AnswerState.Waiting)));
        Assert.Equal(
            [AnswerState.Prefilling, AnswerState.DecodingText, AnswerState.DecodingPicture],
            All.Where(state => AnswerState.Waiting.MayFollow(state)));
    }
}
