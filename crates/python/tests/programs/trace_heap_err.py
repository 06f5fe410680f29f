import heapq
h = []
heapq.heappush(h, 1)
print(heapq.heappop(h))
heapq.heappop(h)
