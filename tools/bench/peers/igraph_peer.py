"""Least latency and eight loopless paths with igraph.

Usage: igraph_peer.py <graph file> <questions file> <single|k8>; prints one line a question: microseconds, total.
"""
import sys
import time
from array import array

import igraph


def main(graph_file, questions_file, kind):
    with open(graph_file, "rb") as file:
        nodes, links = array("i", file.read(8))
        ends = [array("i", file.read(4 * links)) for _ in range(2)]
        latency = array("d", file.read(8 * links)).tolist()
    graph = igraph.Graph(n=nodes, edges=list(zip(*ends)))
    questions = array("d")
    with open(questions_file, "rb") as file:
        questions.frombytes(file.read())
    for at in range(0, len(questions), 3):
        source, target = int(questions[at]), int(questions[at + 1])
        begin = time.perf_counter()
        if kind == "single":
            paths = graph.get_shortest_paths(source, target, weights=latency, output="epath")
        else:
            paths = graph.get_k_shortest_paths(source, target, k=8, weights=latency, output="epath")
        micros = (time.perf_counter() - begin) * 1e6
        print(f"{micros:.2f} {sum(int(latency[edge]) for path in paths for edge in path)}")


main(*sys.argv[1:])
