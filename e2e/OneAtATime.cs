// One browser and one model at a time: what is measured here is behaviour, and the machine may be small.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
